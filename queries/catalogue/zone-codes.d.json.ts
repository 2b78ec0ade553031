import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'zone-codes.json'>
export = content
