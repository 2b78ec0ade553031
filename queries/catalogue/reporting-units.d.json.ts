import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'reporting-units.json'>
export = content
