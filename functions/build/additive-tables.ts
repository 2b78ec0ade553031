/**
 * The tables whose rows add up: made from some workers' events alone, so that those of all workers are the sums of those of any parts
 * (rows of equal keys, measure by measure; a row whose measures are all 0 is none). What a change of some workers' events brings is the
 * difference of two such tables.
 */
export const ADDITIVE_MEASURES: Readonly<Record<string, readonly string[]>> = {
  worker_changes: ['ever', 'of_year', 'in_month'],
  roaming_served: ['ever', 'of_year', 'in_month'],
  worker_acts: ['times', 'fen', 'days'],
  membership_groups: ['members'],
  money_groups: ['times'],
  report_months: ['events'],
  individual_changes: ['change'],
  waiting_changes: ['change'],
  worker_findings: ['found'],
  named_things: ['events'],
  event_days: ['events'],
}

/** The statement that adds up the rows of a table whose columns are these. */
export function sumOf(from: string, columns: readonly string[], measures: readonly string[]): string {
  const keys = columns.filter((column) => !measures.includes(column))
  const sums = measures.map((measure) => `cast(sum("${measure}") as bigint) as "${measure}"`)
  const some = measures.map((measure) => `sum("${measure}") <> 0`).join(' or ')
  const names = keys.map((key) => `"${key}"`).join(', ')
  return `select ${names}, ${sums.join(', ')} from ${from} group by ${names} having ${some}`
}
