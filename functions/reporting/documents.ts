import type { Day } from '../domain/calendar.ts'
import type { Cost, Prices, Projection } from '../domain/cost.ts'
import type { Bilingual } from '../domain/language.ts'
import type { Comparison, Progress, Status } from '../domain/progress.ts'
import type { TargetRule } from '../catalogue/target-evidence.ts'

/** A published figure as the release keeps it. */
export interface Figure {
  source: string
  id: string
  metric: string
  region: string
  sector: string
  as_of: string
  period_start: string | null
  value: number
  unit: string
  qualifier: string
  outlet: string
  title: string
  url: string | null
  published_on: string | null
  quote: string
}

/** A target as the release keeps it. */
export interface Target {
  target_id: string
  metric: string
  region: string
  sector: string
  value: number | null
  comparison: Comparison
  window_start: string | null
  deadline: string | null
  basis: string
  kind: string
  /** Who set it, and the document and article; null where the ledger does not say. */
  authority: string | null
  article: string | null
  /** The target that it is a part of, where parts should add up to a whole. */
  part_of: string | null
  set_on: string
}

/** One time that a target was set. */
export interface TargetVersion extends Target {
  version: number
  source: string
  reason: string | null
  is_latest: boolean
}

/** What a person lets a word of a document mean, from a day on. */
export interface Threshold {
  target_id: string
  set_on: string
  value: number
  counts: 'share' | 'count'
  set_by: string
  basis: string
}

/** A survey that tells a rate. */
export interface Survey {
  kind: string
  region: string
  sector: string | null
  occurred_on: string
  rate: number
  asked: number | null
}

/** A published figure beside a target, judged for itself. */
export interface PublishedProgress {
  value: number
  unit: string
  as_of: Day
  period_start?: Day
  sector: string
  qualifier: string
  outlet: string
  title: string
  url?: string
  published_on?: Day
  quote: string
  /** Absent where the figure speaks of another window than the target. */
  status?: 'met' | 'not_met'
}

/** 序时进度: what should be there by a day, by working days, and by how the region's own years went. */
export interface Pace {
  /** Working days of the window up to the day, and in all (holidays and days worked instead taken into account). */
  workdays: number
  workdays_total: number
  expected_by_workdays: number
  /** By the months of the years before; absent where fewer than two of them have enough. */
  expected_by_season?: number
  season_years?: number[]
}

/** A target with what is counted and what is published for it. */
export interface TargetProgress extends Progress {
  target_id: string
  metric: string
  name: Bilingual
  region: string
  sector: string
  as_of: Day
  target?: number
  comparison: Comparison
  kind: string
  basis: string
  authority?: string
  article?: string
  window_start?: Day
  deadline?: Day
  set_on: Day
  status: Status
  /** How it is judged where the document gives no number. */
  rule?: TargetRule
  /** What a person let a word of the document mean; absent where nobody did. */
  threshold?: Threshold
  /** The whole that the value is a part of. */
  of?: { name: Bilingual; value: number }
  /** What should be there by now on other calendars than the straight line. */
  pace?: Pace
  /** The value of the time before, where the target asks for more than there was. */
  before?: number
  /** Where parts should add up to it: what they add up to, and what is missing. */
  parts?: { count: number; sum: number; gap: number }
  value?: number
  unit?: string
  /** The counted metric that the value is of, and its parts; absent where this system does not count it. */
  counted?: string
  counted_parts?: string[]
  forecast_finish?: Day
  /** Between which days it is reached in four cases of five; without an end beyond ten years. */
  forecast_band?: { from: Day; to?: Day }
  published: PublishedProgress[]
}

/** What every page document says of where its numbers come from. */
export interface PageHead {
  dataset: string
  is_simulated: boolean
  release: string
  created_at: string
  as_of: Day
  /** The latest day that a published figure of the dataset speaks of; absent where there is none. */
  figures_until?: Day
  commits: number
  events: number
  engine: string
  /** The engines that came to the same tables, each by itself; absent where one counted alone. */
  agreed?: string[]
}

/** What a release took and costs, and what it would at another size. Amounts are in the currency of the prices. */
export interface CostPage {
  head: PageHead
  /** Which engine counted and why; the bytes of events that it had to read. */
  route: { engine: string; why: 'set' | 'size'; bytes: number; limit?: number }
  basis: { kind: 'whole' } | { kind: 'changes'; since: string; events: number; workers: number }
  seconds: number
  bytes_read: number
  bytes_written: number
  requests: number
  /** The most memory that the process held, in bytes. */
  memory: number
  /** The bytes that the release stands on. */
  stored: number
  elsewhere?: { engine: string; statements: number; bytes_read: number; seconds: number }
  agreed?: { engines: string[]; rows: number }
  prices: Prices
  release: Cost
  /** Releases in the last days, and how many a month of 30 days has at that rhythm. */
  rhythm: { releases: number; days: number; perMonth: number }
  month: Cost
  events_per_member: number | null
  /** With `workers`: of so many members, each with as many events as here. */
  projections: (Projection & { workers?: number })[]
}

/** A place or sector of a table with its values by metric; `year` and `month` stand for the windows of a flow. */
export interface PageRow {
  code: string
  name: Bilingual
  values: Record<string, number>
}

export interface Series {
  metric: string
  span: 'all' | 'month'
  /** The month ends of the values. */
  months: Day[]
  values: number[]
}

export interface FigureRow extends Figure {
  name: Bilingual
  region_name: Bilingual
}

/** A figure of how many workers there are, as one source reported it last. Rivals stand side by side. */
export interface Denominator {
  sector: string
  sector_name: Bilingual
  basis: string
  basis_name: Bilingual
  source: string
  occurred_on: Day
  workers: number
  /** Members of the sector here / workers, from 0; absent where nobody is counted or there are no workers. */
  rate?: number
}

export interface RegionPage {
  /** What was reported for the region itself; below it others may stand. */
  denominators: Denominator[]
  head: PageHead
  region: { code: string; name: Bilingual; level: string; path: { code: string; name: Bilingual }[] }
  values: Record<string, number>
  sectors: PageRow[]
  children: PageRow[]
  series: Series[]
  targets: TargetProgress[]
  figures: FigureRow[]
}

export interface OverviewPage extends RegionPage {
  promises: { head_enterprises: TargetProgress | null; workers_served: TargetProgress | null; driver_homes: TargetProgress | null }
  enterprise_kinds: { kind: string; name: Bilingual; open: number; unionized: number }[]
  lists: { name: string; rows: number }[]
  event_types: { type: string; count: number }[]
}

export interface SectorPage {
  head: PageHead
  sector: { code: string; name: Bilingual }
  values: Record<string, number>
  provinces: PageRow[]
  series: Series[]
  figures: FigureRow[]
}

export interface FiguresPage {
  head: PageHead
  figures: FigureRow[]
}

export interface TargetsPage {
  head: PageHead
  targets: (TargetProgress & { region_name: Bilingual; sector_name: Bilingual; history: TargetChange[] })[]
}

/** A time that a target was set, with what it was set to. */
export type TargetChange = Pick<TargetVersion, 'version' | 'set_on' | 'value' | 'deadline' | 'source' | 'authority' | 'reason' | 'basis'>

/** A measure with its number in a place. Absent values: nothing was received that it is counted from. */
export interface MeasureRow {
  id: string
  name: Bilingual
  tier: number
  aspect: number | null
  page: string
  articles: string[]
  /** The types of events that record it. */
  types: { type: string; name: Bilingual }[]
  unit: string
  value?: number
  /** Of the year and the month of the release; absent for what is there or not. */
  year?: number
  month?: number
  /** The whole that it is a part of. */
  of?: { name: Bilingual; value: number }
  /** Days until the answer or the end, on average; absent where none are told. */
  days?: number
  /** In how many of the places below there is any. */
  places: number
}

/** All measures of a place (seeds map, section 2). */
export interface MeasuresPage {
  head: PageHead
  region: { code: string; name: Bilingual; level: string; path: { code: string; name: Bilingual }[] }
  /** The nation and the provinces, to choose from. */
  provinces: { code: string; name: Bilingual }[]
  /** The places below, of which each measure says in how many there is any. */
  below: { level: string; count: number }
  measures: MeasureRow[]
}

/** A row of a work list: what it is about, where, since when, and who acts on it. */
export interface WorkItem {
  region: string | null
  region_name: Bilingual | null
  sector: string | null
  subject: string
  /** The name of an enterprise, where the subject is one that is known. */
  name?: string
  other: string | null
  since: Day | null
  /** Days from then to the day of the release. */
  age?: number
  state?: string
  items: number
}

/** A rule of the documents with what breaks it. */
export interface WorkList {
  rule: string
  name: Bilingual
  article: string
  quote: string
  /** The level of the union that acts on it, as a code of the list of levels. */
  level: string
  /** What the rows are about: enterprise, union, station, target, ... */
  subject: string
  list: string
  rows: number
  items: number
  /** Rows by province, the most first. */
  provinces: { code: string; name: Bilingual; rows: number }[]
  /** The oldest of them; the rest is in the file. */
  first: WorkItem[]
}

export interface WorkListsPage {
  head: PageHead
  lists: WorkList[]
  /** Days from one step of a risk or case to another, as a median; absent where there is none. */
  steps: { rule: string; found: number; open: number; out_of_order: number; days_to_warning?: number; days_to_end?: number }[]
}

/** A metric by the codes of a list. */
export interface TopicBlock {
  title: Bilingual
  note?: Bilingual
  article: string
  unit: string
  windowed: boolean
  rows: { code: string; name: Bilingual; article: string; value: number; year?: number; month?: number; of?: number }[]
}

/** A head enterprise with what lies below it, layer by layer: a head office with a union does not make its tree covered (rule R15). */
export interface EnterpriseTree {
  id: string
  name: string
  is_unionized: boolean
  /** By relation to the head enterprise, and its stations. */
  layers: { layer: string; open: number; unionized: number }[]
  /** In how many provinces anything lies below it. */
  provinces: number
}

/** A topic of the measures in a place: its measures, and what they are made up of. */
export interface TopicPage extends MeasuresPage {
  topic: { id: string; name: Bilingual }
  blocks: TopicBlock[]
  trees?: EnterpriseTree[]
}

/** Something that a check finds odd, with what the region said of it. */
export interface Odd {
  region: string | null
  region_name: Bilingual | null
  sector: string | null
  /** What it is about, as the check names it: an answer names the same. */
  subject: string
  /** The subject in words. */
  about: Bilingual
  value: number
  other: number
  since: Day | null
  answer?: string
  answered_on?: Day
}

/** A check of a release with what it finds. */
export interface Check {
  id: string
  name: Bilingual
  severity: 'error' | 'warning' | 'note'
  value: Bilingual
  other: Bilingual
  rows: number
  answered: number
  /** The largest of them; the rest is in the file. */
  first: Odd[]
}

export interface ChecksPage {
  head: PageHead
  checks: Check[]
}

/** How many were to report, and what came of it. A report of nothing is a report. */
export interface ReportingRate {
  expected: number
  received: number
  on_time: number
  late: number
  zero: number
  missing: number
  pending: number
}

/** Reporting of one type of events, by period and by region. */
export interface ReportingDuty {
  event_type: string
  name: Bilingual
  /** The latest periods, the newest first. */
  periods: (ReportingRate & { period_end: Day })[]
  regions: (ReportingRate & { code: string; name: Bilingual })[]
}

export interface ReportingPage {
  head: PageHead
  duties: ReportingDuty[]
  /** Who was to report and did not, the longest overdue first; `days` after the day it was due. */
  remind: { region: string; region_name: Bilingual; event_type: string; type_name: Bilingual; period_end: Day; days: number }[]
}
