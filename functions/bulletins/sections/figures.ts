import type { Day } from '../../domain/calendar.ts'
import { metricName } from '../../catalogue/names.ts'
import { exact } from '../../domain/format.ts'
import type { Figure } from '../../release-format/rows.ts'
import type { Block } from '../model.ts'
import { figuresText } from '../sentences.zh.ts'
import { heading, note, table } from './blocks.ts'
import { nameInSector } from './targets.ts'

const MOST_FIGURES = 12

/** A published figure as its source qualified it: 约 before the number, 以上 behind the unit. */
function printed({ value, unit, qualifier }: Figure): string {
  return `${qualifier === 'approx' ? figuresText.about : ''}${exact(value)}${unit}${qualifier === 'at_least' ? figuresText.orMore : ''}`
}

/** The latest published figures of a region up to a day, apart from what is counted: nothing that was not known in the period. */
export function figuresSection(figures: readonly Figure[], region: string, until: Day): Block[] {
  const latest = figures
    .filter((figure) => figure.region === region && figure.as_of <= until && (figure.published_on ?? figure.as_of) <= until)
    .sort((a, b) => (a.as_of < b.as_of ? 1 : -1))
    .slice(0, MOST_FIGURES)
  if (latest.length === 0) return []
  const rows = latest.map((figure) => [
    nameInSector(metricName(figure.metric).zh, figure.sector),
    printed(figure),
    figure.as_of,
    figure.outlet,
  ])
  return [heading(figuresText.heading), table({ caption: figuresText.caption, header: figuresText.header, rows }), note(figuresText.note)]
}
