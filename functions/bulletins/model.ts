import type { Day } from '../domain/calendar.ts'

/** A table of a bulletin: the first column is text, the others are set to the right. */
export interface BulletinTable {
  caption: string
  header: string[]
  rows: string[][]
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'table'; table: BulletinTable }

/** One edition of a bulletin, frozen: every rendering is made from it and nothing else. */
export interface Bulletin {
  id: string
  dataset: string
  is_simulated: boolean
  /** How many people one person stands for; targets that count people are divided by it. Absent without a scale. */
  scale?: number
  release: string
  region: string
  region_name: string
  /** The month that it speaks of, `YYYY-MM`. */
  period: string
  as_of: Day
  title: string
  /** The number of the edition, such as 2026年第1期. */
  number: string
  compiled_at: string
  /** The edition of the same region and period that it replaces. */
  replaces?: string
  blocks: Block[]
}
