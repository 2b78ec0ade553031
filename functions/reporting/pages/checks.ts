import { codeName, countedMetrics, eventTypes, publishedMetrics, typeName } from '../../catalogue/catalogue.ts'
import { type CheckRule, checks } from '../../catalogue/checks.ts'
import type { Day } from '../../domain/calendar.ts'
import type { Bilingual } from '../../domain/language.ts'
import { isMetric, metricName } from '../../catalogue/names.ts'
import { sourceName } from '../../catalogue/source-names.ts'
import type { Cube, ListRow } from '../cube.ts'
import { placeName } from '../../catalogue/place-names.ts'
import { type PageHead, head } from './head.ts'

/** A row that a check finds, with what the region answered. */
export interface Finding {
  region: string | null
  region_name: Bilingual | null
  sector: string | null
  /** What it is about, as the check names it: an answer names the same. */
  subject: string
  /** The subject in words. */
  about: Bilingual
  value: number
  other: number
  /** The unit of both numbers, for a check of published figures. */
  unit?: string
  /** The day of both numbers, for a check of published figures. */
  since: Day | null
  /** How many more figures of the region the check finds: it gives a region one line. */
  more?: number
  answer?: string
  answered_on?: Day
}

/** A check of a release with what it finds. */
export interface Check {
  id: string
  name: Bilingual
  severity: CheckRule['severity']
  value: Bilingual
  other: Bilingual
  rows: number
  answered: number
  /** The largest of them; the file has all rows. */
  first: Finding[]
}

/** A check that looked at nothing, since something that it compares was not received: no all-clear. */
export interface UndecidedCheck {
  id: string
  name: Bilingual
  /** What was not received. */
  missing: Bilingual[]
}

export interface ChecksPage {
  head: PageHead
  checks: Check[]
  undecided: UndecidedCheck[]
}

/** The most rows of a check on the page, so that every unit of the nation has its line; the file has them all. */
const MOST_ROWS = 40

/** The check that gives a region one line. */
const ONE_LINE = 'published_against_counted'

/** What a row is about, in words: an event type and a month, a metric of a sector and its day or period, or a source. */
function aboutOf(subject: string, sector: string | null): Bilingual {
  const [name, when] = subject.split(' ') as [string, string | undefined]
  if (eventTypes.has(name) && when) {
    const type = typeName(name)
    const month = `${Math.floor(Number(when) / 12)}-${String((Number(when) % 12) + 1).padStart(2, '0')}`
    return { zh: `${type.zh} ${month}`, en: `${type.en} ${month}` }
  }
  if (!isMetric(name)) return when === undefined ? sourceName(name) : { zh: subject, en: subject }
  const { zh, en } = metricName(name)
  const limit = sector === null || sector === 'all' ? undefined : codeName('sector', sector)
  const period = when?.replace('/', ' — ')
  return {
    zh: [zh, limit?.zh, period].filter(Boolean).join(' · '),
    en: [en, limit?.en, period].filter(Boolean).join(' · '),
  }
}

/** The unit of the metric that a row is about; none where it is about events or a source. */
function unitOf(subject: string): { unit?: string } {
  const metric = subject.split(' ')[0]!
  const unit = publishedMetrics[metric]?.unit ?? countedMetrics[metric]?.unit
  return unit === undefined ? {} : { unit }
}

function findingOf(row: ListRow): Finding {
  const region = row.region as string | null
  return {
    region,
    region_name: placeName(region),
    sector: row.sector as string | null,
    subject: String(row.subject),
    about: aboutOf(String(row.subject), row.sector as string | null),
    value: Number(row.value),
    other: Number(row.other),
    ...unitOf(String(row.subject)),
    since: row.since as string | null,
    ...(row.check_id === ONE_LINE && Number(row.items) > 1 && { more: Number(row.items) - 1 }),
    ...(row.answer !== null && { answer: String(row.answer), answered_on: String(row.answered_on) }),
  }
}

/** What the check of figures against counts lacks where no figure has a count of its own region and metric. */
const NO_COUNT: Bilingual = { zh: '公布数字所在地区、同一指标的计数', en: 'a count of the same metric in the region of a published figure' }

/** What a check needs and was not received: each of some event types, or at least one of others, and a count to compare with. */
async function missingFor(id: string, { needs = [], needs_any: needsAny = [] }: CheckRule, cube: Cube): Promise<Bilingual[]> {
  const { event_types: received } = cube.manifest
  const types = needs.filter((type) => !received[type]).map(typeName)
  const ofAny = needsAny.some((type) => received[type]) ? [] : needsAny.map(typeName)
  const hasCounts = id !== ONE_LINE || (await cube.figureCounts()).length > 0
  return [...types, ...ofAny, ...(hasCounts ? [] : [NO_COUNT])]
}

/** The page of checks: what each finds, those without an answer first. */
export async function checksPage(cube: Cube): Promise<ChecksPage> {
  const all = await cube.list('checks', Infinity)
  // A release that was built before set figures of any day against the count of its own.
  const shown = Object.entries(checks).filter(([id]) => id !== ONE_LINE || cube.manifest.files.figure_counts !== undefined)
  const missing = new Map(await Promise.all(shown.map(async ([id, rule]) => [id, await missingFor(id, rule, cube)] as const)))
  const isUndecided = (id: string) => missing.get(id)!.length > 0 && !all.some((row) => row.check_id === id)
  return {
    head: head(cube),
    undecided: shown.filter(([id]) => isUndecided(id)).map(([id, { zh, en }]) => ({ id, name: { zh, en }, missing: missing.get(id)! })),
    checks: shown
      .filter(([id]) => !isUndecided(id))
      .map(([id, { zh, en, severity, value, other }]) => {
        const rows = all.filter((row) => row.check_id === id)
        const inOrder = rows.toSorted((a, b) => Number(a.answer !== null) - Number(b.answer !== null) || Number(b.items) - Number(a.items))
        return {
          id,
          name: { zh, en },
          severity,
          value,
          other,
          rows: rows.length,
          answered: rows.filter((row) => row.answer !== null).length,
          first: inOrder.slice(0, MOST_ROWS).map(findingOf),
        }
      }),
  }
}
