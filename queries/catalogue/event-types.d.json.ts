import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'event-types.json'>
export = content
