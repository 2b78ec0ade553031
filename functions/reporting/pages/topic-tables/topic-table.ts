import type { Bilingual } from '../../../domain/language.ts'

/** A table of a topic: a metric by the codes of a list, in the order of the documents. */
export interface TopicTable {
  title: Bilingual
  /** What the documents say of it, or leave open. */
  note?: Bilingual
  metric: string
  /** The name before the code in a part of the metric (`kind=...`); absent where the part is the code itself. */
  facet?: string
  /** The code list of the rows. */
  list: string
  /** Only these codes of the list, or all but these. */
  only?: readonly string[]
  without?: readonly string[]
  /** The metric whose parts are the wholes. */
  of?: string
}
