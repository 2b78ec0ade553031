import type { ContentOf } from '../../functions/catalogue/schema/files.ts'

declare const content: ContentOf<'counted-successors.json'>
export = content
