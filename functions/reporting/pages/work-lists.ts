import { codeName, typeName } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import { sourceName } from '../../catalogue/source-names.ts'
import { codeOfTarget } from '../../catalogue/target-evidence.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Day } from '../../domain/calendar.ts'
import { isWithin, provinceOf, regionsAtLevel } from '../../catalogue/regions.ts'
import { type Rule, rules } from '../../catalogue/rules.ts'
import type { Cube, ListRow } from '../cube.ts'
import { nameOf, placeName, regionName } from '../../catalogue/place-names.ts'
import { type PageHead, head } from './head.ts'

/** A row of a work list: what it is about, where, since when, and its state. */
export interface WorkItem {
  region: string | null
  region_name: Bilingual | null
  sector: string | null
  subject: string
  /** The name of an enterprise or union, where the subject is one that is recorded. */
  name?: Bilingual
  other: string | null
  /** The same of the other that the row concerns. */
  other_name?: Bilingual
  since: Day | null
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
  /** The oldest of them; the file has all rows. */
  first: WorkItem[]
}

/** Days from one step of a risk or case to another, as a median; absent where there are none. */
export interface HandlingSteps {
  rule: string
  found: number
  open: number
  out_of_order: number
  days_to_warning?: number
  days_to_end?: number
}

/** A rule that cannot be decided: of something that it needs nothing was received. */
export interface UndecidedRule {
  rule: string
  name: Bilingual
  level: string
  /** What was never received. */
  missing: Bilingual[]
}

export interface WorkListsPage {
  head: PageHead
  lists: WorkList[]
  undecided: UndecidedRule[]
  steps: HandlingSteps[]
}

/** The most rows of a rule on the page; the file has them all. */
const MOST_ROWS = 12
const MOST_PROVINCES = 6

/** Which rows of a work list to keep. */
export interface WorkListFilter {
  rule?: string | undefined
  /** The code of a region; rows of the regions within it are kept. */
  region?: string | undefined
}

/** Whether a row lies in a region. A row that names none is the nation's. */
function isIn(row: ListRow, region: string): boolean {
  if (region === '000000') return true
  const own = row.region as string | null
  return own !== null && isWithin(own, region)
}

/** The rows of a list that are of a rule and in a region; a row that names no rule is of every rule. */
export function filterRows(rows: readonly ListRow[], { rule, region = '000000' }: WorkListFilter): ListRow[] {
  return rows.filter((row) => (rule === undefined || row.rule === undefined || row.rule === rule) && isIn(row, region))
}

/** Whether a row still waits for something: a risk or case that was handled in order does not. */
const isOpen = (row: ListRow) => row.state !== 'handled'

/** The day that a row is open since; of a row that knows the month only, its first day. */
function sinceOf(row: ListRow): string | null {
  if (typeof row.since === 'string') return row.since
  if (typeof row.occurred_on === 'string') return row.occurred_on
  const month = row.since_month
  return typeof month === 'number' ? `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01` : null
}

function itemOf(row: ListRow): WorkItem {
  const region = row.region as string | null
  const since = sinceOf(row)
  const subject = String(row.subject)
  return {
    region,
    region_name: placeName(region),
    sector: (row.sector as string | null) ?? null,
    subject,
    other: (row.other as string | null | undefined) ?? null,
    since,
    ...(row.state !== undefined && { state: String(row.state) }),
    items: Number(row.items ?? 1),
  }
}

/** The oldest first, then the largest; rows without a day come last. */
function byAge(a: ListRow, b: ListRow): number {
  const [one, other] = [sinceOf(a) ?? '9999', sinceOf(b) ?? '9999']
  return one < other ? -1 : one > other ? 1 : Number(b.items ?? 1) - Number(a.items ?? 1)
}

/** Rows by province, the most first. */
function byProvince(rows: readonly ListRow[]): WorkList['provinces'] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const province = row.region === null ? undefined : provinceOf(String(row.region))
    if (province) counts.set(province, (counts.get(province) ?? 0) + 1)
  }
  return regionsAtLevel('000000', 'province')
    .map((one) => ({ code: one.code, name: nameOf(one), rows: counts.get(one.code) ?? 0 }))
    .filter((one) => one.rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1))
}

function workList(id: string, rule: Rule, all: readonly ListRow[]): WorkList {
  const rows = filterRows(all, { rule: id }).filter(isOpen)
  return {
    rule: id,
    name: { zh: rule.zh, en: rule.en },
    article: rule.article,
    quote: rule.quote,
    level: rule.level!,
    subject: rule.subject!,
    list: rule.list!,
    rows: rows.length,
    items: rows.reduce((sum, row) => sum + Number(row.items ?? 1), 0),
    provinces: byProvince(rows).slice(0, MOST_PROVINCES),
    first: rows.toSorted(byAge).slice(0, MOST_ROWS).map(itemOf),
  }
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How long the steps of risks and cases took (早发现、早预警、早处置; 陕工函〔2021〕28号 第11条). */
function stepsOf(rows: readonly ListRow[]): HandlingSteps[] {
  return ['R29', 'case'].map((rule) => {
    const own = filterRows(rows, { rule })
    const days = (name: string) => median(own.flatMap((row) => (typeof row[name] === 'number' && row[name] >= 0 ? [row[name]] : [])))
    const [toWarning, toEnd] = [days('days_to_warning'), days('days_to_end')]
    return {
      rule,
      found: own.length,
      open: own.filter((row) => row.state === 'found' || row.state === 'warned').length,
      out_of_order: own.filter((row) => row.state === 'out_of_order' || row.state === 'never_opened').length,
      ...(toWarning !== undefined && { days_to_warning: toWarning }),
      ...(toEnd !== undefined && { days_to_end: toEnd }),
    }
  })
}

/** What targets are about, by their identifiers: metric, region and, where it is one, sector. */
const targetNames = (cube: Cube) =>
  cube.targets.map((target): [string, Bilingual] => {
    const parts = [
      metricName(codeOfTarget(target)),
      regionName(target.region) ?? { zh: target.region, en: target.region },
      ...(target.sector === 'all' ? [] : [codeName('sector', target.sector)]),
    ]
    return [target.target_id, { zh: parts.map(({ zh }) => zh).join(' · '), en: parts.map(({ en }) => en).join(' · ') }]
  })

/** The name of what an identifier stands for; of who reports, for a list of reports. */
function nameOfSubject(id: string, subject: string, names: ReadonlyMap<string, Bilingual>): Bilingual | undefined {
  if (subject === 'report' || subject === 'source') return sourceName(id)
  if (subject === 'region') return placeName(id) ?? undefined
  return names.get(id)
}

/** The event types that a rule needs and of which nothing was received: without them an empty list says nothing, and neither does a full one. */
const missingFor = ({ needs = [] }: Rule, { event_types: received }: Manifest) => needs.filter((type) => !received[type])

/** The page of all work lists: for each rule how many rows, where, and the oldest of them. */
export async function workListsPage(cube: Cube): Promise<WorkListsPage> {
  const listed = Object.entries(rules).filter(([, rule]) => rule.list !== undefined)
  const tables = new Map<string, ListRow[]>()
  // A release of an earlier version may lack a list that was added since.
  for (const name of new Set(listed.map(([, rule]) => rule.list!)))
    tables.set(name, cube.lists.includes(name) ? await cube.list(name, Infinity) : [])
  const [undecided, decided] = [true, false].map((isMissing) =>
    listed.filter(([, rule]) => missingFor(rule, cube.manifest).length > 0 === isMissing),
  )
  const lists = decided!.map(([id, rule]) => workList(id, rule, tables.get(rule.list!)!))
  const items = lists.flatMap((list) => list.first)
  const ids = new Set(items.flatMap(({ subject, other }) => [subject, ...(other === null ? [] : [other])]))
  const organisations = [...(await cube.organisationNames(ids))].map(([id, name]): [string, Bilingual] => [id, { zh: name, en: name }])
  const names = new Map([...targetNames(cube), ...organisations])
  for (const list of lists)
    for (const one of list.first) {
      const name = nameOfSubject(one.subject, list.subject, names)
      const otherName = one.other === null ? undefined : nameOfSubject(one.other, list.rule === 'other_region' ? 'region' : '', names)
      if (name) one.name = name
      if (otherName) one.other_name = otherName
    }
  return {
    head: head(cube),
    lists,
    undecided: undecided!.map(([id, rule]) => ({
      rule: id,
      name: { zh: rule.zh, en: rule.en },
      level: rule.level!,
      missing: missingFor(rule, cube.manifest).map(typeName),
    })),
    steps: stepsOf(tables.get('risk_rules')!).filter(({ rule }) => missingFor(rules[rule]!, cube.manifest).length === 0),
  }
}
