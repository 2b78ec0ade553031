/** Prints the JSON line of a benchmark; `ratio` is to the value of another one in the same run. */
export function line(bench: string, n: number, value: number, unit: string, ratio_to = '', ratio?: number): void {
  const rounded = (number: number, digits: number) => Number(number.toPrecision(digits))
  console.log(JSON.stringify({ bench, n, value: rounded(value, 4), unit, ratio_to, ratio: ratio === undefined ? null : rounded(ratio, 3) }))
}

export type Line = typeof line
