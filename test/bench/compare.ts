/** A line that a benchmark prints. */
export interface BenchLine {
  readonly bench: string
  readonly n: number
  readonly value: number
  readonly unit: string
}

/** One line of two trees over several rounds. */
export interface Comparison {
  readonly bench: string
  readonly n: number
  readonly unit: string
  /** The values of this tree and of the other one, by round. */
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
  /** The median over the rounds of how many times worse this tree is: above 1 is slower, larger or less per second. */
  readonly ratio: number
  /** The ratio is past the limit, and the worst values of the other tree are still better than the best ones of this tree. */
  readonly is_short: boolean
}

/** The limit of the ratio, unless an option says otherwise. */
export const LIMIT = 1.05

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Of a rate, more is better; of seconds and bytes, less. */
const moreIsBetter = (unit: string) => unit.endsWith('/s')

function compareLine(ours: readonly BenchLine[], theirs: readonly BenchLine[], limit: number): Comparison {
  const { bench, n, unit } = ours[0]!
  const [mine, other] = [ours.map(({ value }) => value), theirs.map(({ value }) => value)]
  const ratio = median(mine.map((value, round) => (moreIsBetter(unit) ? other[round]! / value : value / other[round]!)))
  const isApart = moreIsBetter(unit) ? Math.max(...mine) < Math.min(...other) : Math.min(...mine) > Math.max(...other)
  return { bench, n, unit, ours: mine, theirs: other, ratio, is_short: ratio > limit && isApart }
}

/**
 * Compares the lines of two trees, each given by round. A line that a tree did not print in every round is returned under `missing`.
 */
export function compare(
  ours: readonly (readonly BenchLine[])[],
  theirs: readonly (readonly BenchLine[])[],
  limit = LIMIT,
): { lines: Comparison[]; missing: string[] } {
  const names = new Set([...ours, ...theirs].flat().map(({ bench }) => bench))
  const lines: Comparison[] = []
  const missing: string[] = []
  for (const name of names) {
    const [mine, other] = [ours, theirs].map((rounds) => rounds.flatMap((round) => round.filter(({ bench }) => bench === name)))
    if (mine!.length === ours.length && other!.length === theirs.length) lines.push(compareLine(mine!, other!, limit))
    else missing.push(name)
  }
  return { lines, missing }
}

/** The comparison as a table for a terminal. */
export function table(lines: readonly Comparison[]): string {
  const number = (value: number) => String(Number(value.toPrecision(4)))
  const range = (values: readonly number[]) => `${number(median(values))} (${number(Math.min(...values))}–${number(Math.max(...values))})`
  const rows = [
    ['bench', 'unit', 'this tree (range)', 'other tree (range)', 'ratio', ''],
    ...lines.map((line) => [
      line.bench,
      line.unit,
      range(line.ours),
      range(line.theirs),
      line.ratio.toFixed(3),
      line.is_short ? 'SHORT' : '',
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n') // prettier-ignore
}
