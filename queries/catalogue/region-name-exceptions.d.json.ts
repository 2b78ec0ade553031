import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'region-name-exceptions.json'>
export = content
