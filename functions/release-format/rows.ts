import type { Day } from '../domain/calendar.ts'
import type { Comparison } from '../domain/progress.ts'

/** The rows of the small tables of a release, as its Parquet files hold them: column names are the field names. */

/** A published figure (table `figures`). */
export interface Figure {
  source: string
  id: string
  metric: string
  region: string
  sector: string
  as_of: Day
  period_start: Day | null
  value: number
  unit: string
  qualifier: string
  outlet: string
  title: string
  url: string | null
  published_on: Day | null
  quote: string
}

/** What is counted for a published figure on its own day (table `figure_counts`; releases of before 2026-12-01 have none). */
export interface FigureCount extends Pick<Figure, 'source' | 'id' | 'region' | 'sector' | 'period_start' | 'as_of'> {
  /** The code of what is counted. */
  counted: string
  number: number
}

/** A target as it was set last (table `targets`). */
export interface Target {
  target_id: string
  metric: string
  /** Who set it; absent in releases of before 2026-11-27. */
  source?: string
  region: string
  sector: string
  value: number | null
  /** By what the value was divided when the release was opened, in a dataset with a scale; it is not stored. */
  scale?: number
  comparison: Comparison
  window_start: Day | null
  deadline: Day | null
  basis: string
  kind: string
  /** Who set it, and the document and article; null where the ledger does not say. */
  authority: string | null
  article: string | null
  /** The target that it is a part of, where parts should add up to a whole. */
  part_of: string | null
  set_on: Day
}

/** One time that a target was set (table `target_versions`). */
export interface TargetVersion extends Target {
  version: number
  source: string
  reason: string | null
  is_latest: boolean
}

/** The number that a person sets for a word of a document, such as 基本 or 普遍, from a day on (table `thresholds`). */
export interface Threshold {
  target_id: string
  set_on: Day
  value: number
  counts: 'share' | 'count'
  set_by: string
  basis: string
}

/** Something that was received and that no count shows (table `received_uncounted`; releases of before 2026-11-30 have none). */
export interface ReceivedUncounted {
  type: string
  kind: string | null
  region: string | null
  sector: string | null
  /** True for a report that there is nothing. */
  is_zero: boolean
}

/** A stretch of days on which there is any of what a target of existence asks for (table `existence_days`; releases of before 2026-12-01 have none). */
export interface ExistenceDays {
  metric: string
  part: string
  region: string
  sector: string
  from_day: Day
  /** The first day without any; null where the stretch goes on. */
  to_day: Day | null
}

/** A survey that reports a rate (table `surveys`). */
export interface Survey {
  kind: string
  region: string
  sector: string | null
  occurred_on: Day
  rate: number
  asked: number | null
}
