import { daysBetween } from '../../domain/calendar.ts'
import type { WorkItem, WorkList, WorkListsPage } from '../documents.ts'
import { isWithin, provinceOf, regionsAtLevel } from '../../catalogue/regions.ts'
import { type Rule, rules } from '../../catalogue/rules.ts'
import type { Cube, ListRow } from '../cube.ts'
import { asOfDate } from '../as-of.ts'
import { head, nameOf, regionName } from './head.ts'

/** So many rows of a rule stand on the page; the file has them all. */
const ON_PAGE = 12

/** What of a work list is asked for. */
export interface WorkListAsked {
  rule?: string | undefined
  /** A region of the table; its list holds what lies in it. */
  region?: string | undefined
}

/** Whether a row lies in a region. A row that names none is the nation's. */
function isIn(row: ListRow, region: string): boolean {
  if (region === '000000') return true
  const own = row.region as string | null
  return own !== null && isWithin(own, region)
}

/** The rows of a list that are asked for. */
export function asked(rows: readonly ListRow[], { rule, region = '000000' }: WorkListAsked): ListRow[] {
  return rows.filter((row) => (rule === undefined || row.rule === undefined || row.rule === rule) && isIn(row, region))
}

/** What a row still waits for: a risk or case that was handled in order waits for nothing. */
const isOpen = (row: ListRow) => row.state !== 'handled'

/** The day that a row is open since; of a row that knows the month only, its first day. */
function sinceOf(row: ListRow): string | null {
  if (typeof row.since === 'string') return row.since
  if (typeof row.occurred_on === 'string') return row.occurred_on
  const month = row.since_month
  return typeof month === 'number' ? `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01` : null
}

function itemOf(row: ListRow, today: string): WorkItem {
  const region = row.region as string | null
  const since = sinceOf(row)
  const subject = String(row.subject)
  return {
    region,
    region_name: regionName(region),
    sector: (row.sector as string | null) ?? null,
    subject,
    other: (row.other as string | null | undefined) ?? null,
    since,
    ...(since && since <= today && { age: daysBetween(since, today) }),
    ...(row.state !== undefined && { state: String(row.state) }),
    items: Number(row.items ?? 1),
  }
}

/** The oldest first, then the largest; what has no day comes after what has one. */
function byAge(a: ListRow, b: ListRow): number {
  const [one, other] = [sinceOf(a) ?? '9999', sinceOf(b) ?? '9999']
  return one < other ? -1 : one > other ? 1 : Number(b.items ?? 1) - Number(a.items ?? 1)
}

function workList(id: string, rule: Rule, all: readonly ListRow[], today: string): WorkList {
  const rows = asked(all, { rule: id }).filter(isOpen)
  const counts = new Map<string, number>()
  for (const row of rows) {
    const province = row.region === null ? undefined : provinceOf(String(row.region))
    if (province) counts.set(province, (counts.get(province) ?? 0) + 1)
  }
  const provinces = regionsAtLevel('000000', 'province')
    .map((one) => ({ code: one.code, name: nameOf(one), rows: counts.get(one.code) ?? 0 }))
    .filter((one) => one.rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1))
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
    provinces: provinces.slice(0, 6),
    first: rows
      .toSorted(byAge)
      .slice(0, ON_PAGE)
      .map((row) => itemOf(row, today)),
  }
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How long the steps of risks and cases took (早发现、早预警、早处置; 陕工函〔2021〕28号 第11条). */
function stepsOf(rows: readonly ListRow[]): WorkListsPage['steps'] {
  return ['R29', 'case'].map((rule) => {
    const own = asked(rows, { rule })
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

/** The page of all work lists: for each rule how many rows, where, and the oldest of them. */
export async function workListsPage(cube: Cube): Promise<WorkListsPage> {
  const today = asOfDate(cube.manifest)
  const listed = Object.entries(rules).filter(([, rule]) => rule.list !== undefined)
  const tables = new Map<string, ListRow[]>()
  for (const name of new Set(listed.map(([, rule]) => rule.list!))) tables.set(name, await cube.list(name, Infinity))
  const lists = listed.map(([id, rule]) => workList(id, rule, tables.get(rule.list!)!, today))
  const shown = new Set(lists.flatMap((list) => (list.subject === 'enterprise' ? list.first.map((one) => one.subject) : [])))
  const names = await cube.enterpriseNames(shown)
  for (const list of lists)
    for (const one of list.first) {
      const name = list.subject === 'enterprise' ? names.get(one.subject) : undefined
      if (name) one.name = name
    }
  return { head: head(cube), lists, steps: stepsOf(tables.get('risk_rules')!) }
}
