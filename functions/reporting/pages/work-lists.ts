import { typeName } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import { sourceName } from '../../catalogue/source-names.ts'
import { codeOfTarget } from '../../catalogue/target-evidence.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Target } from '../../release-format/rows.ts'
import type { Day } from '../../domain/calendar.ts'
import { type Region, findRegion, isWithin, placesBelow, regionPath, townshipsOf } from '../../catalogue/regions.ts'
import { type Rule, rules } from '../../catalogue/rules.ts'
import { actingOn } from '../acting.ts'
import { sectorOf, targetNumber } from '../target-number.ts'
import type { Cube, ListRow } from '../cube.ts'
import { nameOf, placeName, regionName } from '../../catalogue/place-names.ts'
import { type PageHead, type RegionHead, head, regionHead } from './head.ts'

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

/** What the regions below a region act on: how many they are and how many rows, and the same by region directly below. */
export interface RowsBelow {
  rows: number
  regions: number
  places: { code: string; name: Bilingual; rows: number }[]
}

/** A rule of the documents with what breaks it, on which the union of a region acts. Rows on which a union below it acts are only counted. */
export interface WorkList {
  rule: string
  name: Bilingual
  article: string
  quote: string
  /** The province whose document asks for it, where the region is not in it. */
  binds_only?: Bilingual
  /** The level of the union that acts on it, as a code of the list of levels. */
  level: string
  /** What the rows are about: enterprise, union, station, target, ... */
  subject: string
  list: string
  rows: number
  items: number
  below?: RowsBelow
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
  region: RegionHead
  lists: WorkList[]
  undecided: UndecidedRule[]
  steps: HandlingSteps[]
}

/** The most rows of a rule on the page; the file has them all. */
const MOST_ROWS = 12

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

/** The regions directly below a region; of one without counties below it, its townships. */
function directlyBelow(code: string): readonly Region[] {
  const places = placesBelow(code)
  return places.length > 0 || code.length > 6 ? places : townshipsOf(code)
}

/** What the regions below a region act on; undefined where that is nothing. */
function rowsBelow(rows: readonly { acting: string }[], region: string): RowsBelow | undefined {
  if (rows.length === 0) return undefined
  const places = new Map(directlyBelow(region).map((one) => [one.code, { code: one.code, name: nameOf(one), rows: 0 }]))
  for (const { acting } of rows) {
    const place = regionPath(acting).find(({ code }) => places.has(code))
    if (place) places.get(place.code)!.rows++
  }
  return {
    rows: rows.length,
    regions: new Set(rows.map(({ acting }) => acting)).size,
    places: [...places.values()].filter((one) => one.rows > 0).sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1)),
  }
}

/** The list of a rule on the page of a region. */
/** The provinces whose documents have rules. */
const DOCUMENTS_OF: readonly (readonly [document: string, province: string])[] = [
  ['沪工总基', '310000'],
  ['陕工函', '610000'],
]

function bindsOnly(article: string, region: string): Pick<WorkList, 'binds_only'> {
  const [, province] = DOCUMENTS_OF.find(([document]) => article.startsWith(document)) ?? []
  return province === undefined || isWithin(region, province) ? {} : { binds_only: nameOf(findRegion(province)!) }
}

function workList(id: string, rule: Rule, all: readonly ListRow[], region: string): WorkList {
  const actsOn = actingOn(rule.list!)
  const rows = filterRows(all, { rule: id, region }).filter(isOpen)
  const own = rows.filter((row) => actsOn(row) === region)
  // A union above the region acts on some of its rows: they stand on the page of that one.
  const acting = rows.map((row) => ({ acting: actsOn(row) }))
  const below = rowsBelow(
    acting.filter((row) => row.acting !== region && (region === '000000' || isWithin(row.acting, region))),
    region,
  )
  return {
    rule: id,
    name: { zh: rule.zh, en: rule.en },
    article: rule.article,
    quote: rule.quote,
    ...bindsOnly(rule.article, region),
    level: rule.level!,
    subject: rule.subject!,
    list: rule.list!,
    rows: own.length,
    items: own.reduce((sum, row) => sum + Number(row.items ?? 1), 0),
    ...(below && { below }),
    first: own.toSorted(byAge).slice(0, MOST_ROWS).map(itemOf),
  }
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How long the steps of risks and cases took (早发现、早预警、早处置; 陕工函〔2021〕28号 第11条). */
function stepsOf(rows: readonly ListRow[], region: string): HandlingSteps[] {
  return ['R29', 'case'].map((rule) => {
    const own = filterRows(rows, { rule, region })
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

/** What a target asks for, with its unit. */
const targetOf = (target: Target, value: number): Bilingual => {
  const { zh, en } = targetNumber(target, value)
  return { zh: `目标 ${zh}`, en: `target ${en}` }
}

/** What targets are about, by their identifiers: metric, region, where it is one, sector, and the number and deadline that tell two of them apart. */
const targetNames = (cube: Cube) =>
  cube.targets.map((target): [string, Bilingual] => {
    const parts = [
      metricName(codeOfTarget(target)),
      regionName(target.region) ?? { zh: target.region, en: target.region },
      ...(target.sector === 'all' ? [] : [sectorOf(target)]),
      ...(target.value === null ? [] : [targetOf(target, target.value)]),
      ...(target.deadline ? [{ zh: `${target.deadline} 前`, en: `by ${target.deadline}` }] : []),
    ]
    return [target.target_id, { zh: parts.map(({ zh }) => zh).join(' · '), en: parts.map(({ en }) => en).join(' · ') }]
  })

/** The name of what an identifier stands for; of who reports, for a list of reports. */
function nameOfSubject(id: string, subject: string, names: ReadonlyMap<string, Bilingual>): Bilingual | undefined {
  if (subject === 'report' || subject === 'source') return sourceName(id)
  if (subject === 'event_type') return typeName(id)
  if (subject === 'region') return placeName(id) ?? undefined
  return names.get(id)
}

/** The event types that a rule needs and of which nothing was received: without them an empty list says nothing, and neither does a full one. */
const missingFor = ({ needs = [] }: Rule, { event_types: received }: Manifest) => needs.filter((type) => !received[type])

/**
 * The page of the work lists of a region: for each rule the oldest rows on which its union acts, and how many wait for the unions below it.
 * Undefined for a code that is not in the table.
 */
export async function workListsPage(cube: Cube, code = '000000'): Promise<WorkListsPage | undefined> {
  const region = findRegion(code)
  if (!region || region.level === 'village') return undefined
  // A release of an earlier version may lack a list that was added since: nobody looked for what would be on it.
  const listed = Object.entries(rules).filter(([, rule]) => rule.list !== undefined && cube.lists.includes(rule.list))
  const tables = new Map<string, ListRow[]>()
  for (const name of new Set(listed.map(([, rule]) => rule.list!))) tables.set(name, await cube.list(name, Infinity))
  const [undecided, decided] = [true, false].map((isMissing) =>
    listed.filter(([, rule]) => missingFor(rule, cube.manifest).length > 0 === isMissing),
  )
  const lists = decided!.map(([id, rule]) => workList(id, rule, tables.get(rule.list!)!, code))
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
    region: regionHead(region),
    lists,
    undecided: undecided!.map(([id, rule]) => ({
      rule: id,
      name: { zh: rule.zh, en: rule.en },
      level: rule.level!,
      missing: missingFor(rule, cube.manifest).map(typeName),
    })),
    steps: stepsOf(tables.get('risk_rules') ?? [], code).filter(({ rule }) => missingFor(rules[rule]!, cube.manifest).length === 0),
  }
}
