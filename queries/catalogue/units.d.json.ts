import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'units.json'>
export = content
