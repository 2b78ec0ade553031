import type { FigureRow } from '#functions/reporting/pages/figures.ts'
import type { PageRow } from '#functions/reporting/pages/page-rows.ts'
import type { Language } from '#domain/language.ts'
import { metricName } from '#catalogue/names.ts'
import { isReported } from '#catalogue/reported.ts'
import { regionText } from './text/region.ts'
import { tableText } from './text/tables.ts'

/** Something that places can be compared by: a counted value of their rows, or what was published for them. */
export interface Compared {
  id: string
  label: string
  isRatio: boolean
  isPublished: boolean
  /** The value of a place; undefined where nothing was reported or published. */
  of(row: PageRow): number | undefined
}

const COUNTED = [
  'members',
  'members_joined.year',
  'workers_served',
  'service_persontimes',
  'unions',
  'enterprises',
  'enterprises_unionized',
  'stations',
  'stations_unionized',
  'driver_homes',
  'sites',
  'units_due',
  'transfers_due',
  'blank_cells',
]
const PUBLISHED = ['members_total', 'driver_homes_total']

/** The name of a value of a page document, such as `members_joined.year`. */
export function valueName(key: string, lang: Language): string {
  const [metric = key, span] = key.split('.')
  const name = metricName(metric)[lang]
  if (span === 'year') return `${name}（${tableText.thisYear[lang]}）`
  return name
}

function published(metric: string, figures: readonly FigureRow[], lang: Language): Compared {
  // The latest figure of each place: their days differ, which the caption says.
  const latest = new Map<string, FigureRow>()
  for (const figure of figures) {
    if (figure.metric === metric && (latest.get(figure.region)?.as_of ?? '') <= figure.as_of) latest.set(figure.region, figure)
  }
  const label = lang === 'zh' ? `公布：${metricName(metric).zh}` : `Published: ${metricName(metric).en}`
  return { id: `published:${metric}`, label, isRatio: false, isPublished: true, of: (row) => latest.get(row.code)?.value }
}

/** What the rows of a page can be compared by: whatever at least one of them has. */
export function comparedOf(rows: readonly PageRow[], figures: readonly FigureRow[], lang: Language): Compared[] {
  const counted = COUNTED.map((id): Compared => ({
    id,
    label: valueName(id, lang),
    isRatio: false,
    isPublished: false,
    of: (row) => (isReported(id.split('.')[0]!, row.values) ? (row.values[id] ?? 0) : undefined),
  }))
  const rate: Compared = {
    id: 'membership_rate.registered',
    label: regionText.rate[lang],
    isRatio: true,
    isPublished: false,
    of: (row) => row.values['membership_rate.registered'],
  }
  return [...counted, rate, ...PUBLISHED.map((metric) => published(metric, figures, lang))].filter((measure) =>
    rows.some((row) => (measure.of(row) ?? 0) > 0),
  )
}
