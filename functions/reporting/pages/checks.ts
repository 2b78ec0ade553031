import { codeName, eventTypes, typeName } from '../../catalogue/catalogue.ts'
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

export interface ChecksPage {
  head: PageHead
  checks: Check[]
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
    since: row.since as string | null,
    ...(row.check_id === ONE_LINE && Number(row.items) > 1 && { more: Number(row.items) - 1 }),
    ...(row.answer !== null && { answer: String(row.answer), answered_on: String(row.answered_on) }),
  }
}

/** The page of checks: what each finds, those without an answer first. */
export async function checksPage(cube: Cube): Promise<ChecksPage> {
  const all = await cube.list('checks', Infinity)
  // A release that was built before set figures of any day against the count of its own.
  const shown = Object.entries(checks).filter(([id]) => id !== ONE_LINE || cube.manifest.files.figure_counts !== undefined)
  return {
    head: head(cube),
    checks: shown.map(([id, { zh, en, ...rest }]) => {
      const rows = all.filter((row) => row.check_id === id)
      const inOrder = rows.toSorted((a, b) => Number(a.answer !== null) - Number(b.answer !== null) || Number(b.items) - Number(a.items))
      return {
        id,
        name: { zh, en },
        ...rest,
        rows: rows.length,
        answered: rows.filter((row) => row.answer !== null).length,
        first: inOrder.slice(0, MOST_ROWS).map(findingOf),
      }
    }),
  }
}
