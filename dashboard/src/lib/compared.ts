import type { FigureRow } from '#functions/reporting/pages/figures.ts'
import type { PageRow } from '#functions/reporting/pages/page-rows.ts'
import type { Language } from '#domain/language.ts'
import { metricName } from '#catalogue/names.ts'
import { isReported } from '#catalogue/reported.ts'
import { type MapValue, mapValues } from '#catalogue/shown.ts'
import { sectorNames } from '#catalogue/sectors.ts'
import { partialRateNote } from './partial-rate.ts'
import { figuresText, qualifierText } from './text/figures.ts'
import { regionText } from './text/region.ts'
import { punctuation } from './text/punctuation.ts'
import { tableText } from './text/tables.ts'

/** Values that are alike, so that they can be ranked against each other. */
export interface RankedGroup {
  name: string
  /** Groups are shown in this order. */
  position: number
  /** True for values that are not even alike among themselves. */
  isUnranked?: boolean
}

/** Something that places can be compared by: a counted value of their rows, or what was published for them. */
export interface Compared {
  id: string
  label: string
  isRatio: boolean
  isPublished: boolean
  /** The value of a place; undefined where nothing was reported or published. */
  of(row: PageRow): number | undefined
  /** What else a value says: which values it is alike, and its day or scope. Absent where all are alike. */
  detailOf?(row: PageRow): { group?: RankedGroup; note?: string } | undefined
}

/** The name of a value of a page document, such as `members_joined.year`. */
export function valueName(key: string, lang: Language): string {
  const [metric = key, span] = key.split('.')
  const name = metricName(metric)[lang]
  if (span === 'year') return name + punctuation[lang].brackets(tableText.thisYear[lang])
  return name
}

/** The latest published figure of each place: of the sector that is asked for, where there is one, else of another. */
function latestFigures(metric: string, figures: readonly FigureRow[], sector: string): Map<string, FigureRow> {
  const latest = new Map<string, FigureRow>()
  const rank = (figure: FigureRow) => `${figure.sector === sector ? 1 : 0} ${figure.as_of}`
  for (const figure of figures) {
    const known = latest.get(figure.region)
    if (figure.metric === metric && (!known || rank(known) <= rank(figure))) latest.set(figure.region, figure)
  }
  return latest
}

/** Figures of one year are alike, and those of the sector that is asked for: others stand apart. `other` in print is whatever a source means. */
function figureGroup(figure: FigureRow, sector: string, lang: Language): RankedGroup {
  if (figure.sector === 'other') return { name: regionText.otherGroups[lang], position: 1, isUnranked: true }
  if (figure.period_start !== null) return { name: regionText.withinPeriods[lang], position: 1, isUnranked: true }
  if (figure.sector !== sector) return { name: regionText.partialFigures[lang], position: 1, isUnranked: true }
  const year = figure.as_of.slice(0, 4)
  return { name: `${year}${regionText.figuresOf[lang]}`, position: -Number(year) }
}

function published(metric: string, figures: readonly FigureRow[], sector: string, lang: Language): Compared {
  const latest = latestFigures(metric, figures, sector)
  const label = lang === 'zh' ? `公布：${metricName(metric).zh}` : `Published: ${metricName(metric).en}`
  return {
    id: `published:${metric}`,
    label,
    isRatio: false,
    isPublished: true,
    of: (row) => latest.get(row.code)?.value,
    detailOf(row) {
      const figure = latest.get(row.code)
      if (!figure) return undefined
      const parts = [
        figure.period_start === null ? figure.as_of : `${figure.period_start} — ${figure.as_of}`,
        qualifierText[figure.qualifier]?.[lang],
        figure.sector === 'other'
          ? figuresText.otherGroups[lang]
          : figure.sector === sector
            ? undefined
            : sectorNames[figure.sector]?.[lang],
      ]
      return { group: figureGroup(figure, sector, lang), note: parts.filter(Boolean).join(' · ') }
    },
  }
}

/** A rate of all members has no remark; one of some members says of how many, and of which sectors and regions. */
function rateDetail(row: PageRow, basis: string, lang: Language): { group: RankedGroup; note: string } | undefined {
  const note = partialRateNote(row, basis, lang)
  return note === undefined ? undefined : { group: { name: regionText.partialRates[lang], position: 1, isUnranked: true }, note }
}

function counted({ key, metric, isRatio, label }: MapValue, lang: Language): Compared {
  return {
    id: key,
    label: label?.[lang] ?? valueName(key, lang),
    isRatio,
    isPublished: false,
    of: (row) => (isRatio ? row.values[key] : isReported(metric, row.values) ? (row.values[key] ?? 0) : undefined),
    ...(metric === 'membership_rate' && { detailOf: (row: PageRow) => rateDetail(row, key.split('.')[1] ?? '', lang) }),
  }
}

/** What the rows of a page can be compared by: whatever at least one of them has. The catalogue says what is offered, and in which order. */
export function comparedOf(rows: readonly PageRow[], figures: readonly FigureRow[], sector: string, lang: Language): Compared[] {
  return mapValues
    .map((one) => (one.isPublished ? published(one.metric, figures, sector, lang) : counted(one, lang)))
    .filter((measure) => rows.some((row) => (measure.of(row) ?? 0) > 0))
}
