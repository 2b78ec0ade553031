import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'part-names.json'>
export = content
