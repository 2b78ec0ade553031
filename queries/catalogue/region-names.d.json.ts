import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'region-names.json'>
export = content
