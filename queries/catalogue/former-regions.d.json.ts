import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'former-regions.json'>
export = content
