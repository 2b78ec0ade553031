import { exact } from '../../domain/format.ts'
import type { Figure } from '../../release-format/rows.ts'
import { figuresText } from '../sentences.zh.ts'

/** A published figure as its source qualified it: 约 before the number, 以上 behind the unit. */
export function printFigure({ value, unit, qualifier }: Pick<Figure, 'value' | 'unit' | 'qualifier'>): string {
  return `${qualifier === 'approx' ? figuresText.about : ''}${exact(value)}${unit}${qualifier === 'at_least' ? figuresText.orMore : ''}`
}
