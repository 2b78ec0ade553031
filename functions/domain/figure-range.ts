/** Between which numbers a published figure lies, as its source words it; without a highest one for 余, 多, 超 and 以上. */
export interface FigureRange {
  lowest: number
  highest: number
}

/** How far a rounded figure (约, 近) may be from what is printed. */
const ROUNDING = 0.05

/** The range of a figure; queries/intermediate/figure_ranges.sql is the same in SQL. */
export function figureRange({ value, qualifier }: { value: number; qualifier: string }): FigureRange {
  if (qualifier === 'at_least') return { lowest: value, highest: Infinity }
  const rounding = qualifier === 'approx' ? ROUNDING : 0
  return { lowest: value * (1 - rounding), highest: value * (1 + rounding) }
}

/** Whether figures of one thing contradict each other: they cannot all be true. */
export function contradict(figures: readonly { value: number; qualifier: string }[]): boolean {
  const ranges = figures.map(figureRange)
  return Math.max(...ranges.map(({ lowest }) => lowest)) > Math.min(...ranges.map(({ highest }) => highest))
}
