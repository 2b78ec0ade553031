import type { Block, BulletinTable } from '../model.ts'

/** A heading; `compileBulletin` numbers it. */
export const heading = (text: string): Block => ({ kind: 'heading', text })

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

export const note = (text: string): Block => ({ kind: 'note', text })

/** A table; `compileBulletin` numbers its caption. */
export const table = (content: BulletinTable): Block => ({ kind: 'table', table: content })
