import type { Day } from '../../domain/calendar.ts'
import { metricName } from '../../catalogue/names.ts'
import type { Figure } from '../../release-format/rows.ts'
import type { Block } from '../model.ts'
import { figuresText, limitedTo } from '../sentences.zh.ts'
import { heading, note, table } from './blocks.ts'
import { nameInSector } from './name-in-sector.ts'
import { printFigure } from './print-figure.ts'

const MOST_FIGURES = 12

/** The latest published figures of a region up to a day, apart from what is counted: nothing that was not known in the period. */
export function figuresSection(figures: readonly Figure[], region: string, until: Day): Block[] {
  const latest = figures
    .filter((figure) => figure.region === region && figure.as_of <= until && (figure.published_on ?? figure.as_of) <= until)
    .sort((a, b) => (a.as_of < b.as_of ? 1 : -1))
    .slice(0, MOST_FIGURES)
  if (latest.length === 0) return []
  const rows = latest.map((figure) => [
    figure.sector === 'other'
      ? limitedTo(metricName(figure.metric).zh, figuresText.otherGroups)
      : nameInSector(metricName(figure.metric).zh, figure.sector),
    printFigure(figure),
    figure.period_start ? figuresText.period(figure.period_start, figure.as_of) : figure.as_of,
    figure.outlet,
  ])
  return [heading(figuresText.heading), table({ caption: figuresText.caption, header: figuresText.header, rows }), note(figuresText.note)]
}
