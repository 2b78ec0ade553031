import type { FigureRow } from '#functions/reporting/pages/figures.ts'
import type { PageRow } from '#functions/reporting/pages/page-rows.ts'
import type { Language } from '#domain/language.ts'
import { metricName } from '#catalogue/names.ts'
import { isReported } from '#catalogue/reported.ts'
import { type MapValue, mapValues } from '#catalogue/shown.ts'
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

function counted({ key, metric, isRatio, label }: MapValue, lang: Language): Compared {
  return {
    id: key,
    label: label?.[lang] ?? valueName(key, lang),
    isRatio,
    isPublished: false,
    of: (row) => (isRatio ? row.values[key] : isReported(metric, row.values) ? (row.values[key] ?? 0) : undefined),
  }
}

/** What the rows of a page can be compared by: whatever at least one of them has. The catalogue says what is offered, and in which order. */
export function comparedOf(rows: readonly PageRow[], figures: readonly FigureRow[], lang: Language): Compared[] {
  return mapValues
    .map((one) => (one.isPublished ? published(one.metric, figures, lang) : counted(one, lang)))
    .filter((measure) => rows.some((row) => (measure.of(row) ?? 0) > 0))
}
