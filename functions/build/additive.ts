/** Rows of an additive table as a FROM item; `sign` -1 subtracts them. */
export interface SignedRows {
  rows: string
  sign?: 1 | -1
}

/** The key and measure columns of an additive table. */
export interface AdditiveColumns {
  keys: readonly string[]
  measures: readonly string[]
}

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`)

function signedSql({ rows, sign = 1 }: SignedRows, measures: readonly string[]): string {
  if (sign === 1) return `select * from ${rows}`
  const negated = quoted(measures).map((measure) => `-${measure} as ${measure}`)
  return `select * replace (${negated.join(', ')}) from ${rows}`
}

/**
 * SELECT that adds up rows with equal keys, measure by measure. Every column that is not a measure is a key. A row whose sums are all 0 is left out.
 */
export function sumSql(parts: readonly SignedRows[], measures: readonly string[]): string {
  const names = quoted(measures)
  const sums = names.map((measure) => `cast(sum(${measure}) as bigint) as ${measure}`)
  const isAnyNotZero = names.map((measure) => `sum(${measure}) <> 0`)
  return `select * exclude (${names.join(', ')}), ${sums.join(', ')}
    from (${parts.map((part) => signedSql(part, measures)).join(' union all by name ')})
    group by all
    having ${isAnyNotZero.join(' or ')}`
}

/** SELECT of rows with deltas added. A row without a delta stays as it is, even if all its measures are 0: those rows are never aggregated. */
export function mergeDeltasSql(rows: string, deltas: string, { keys, measures }: AdditiveColumns): string {
  const using = `using (${quoted(keys).join(', ')})`
  const withDelta = `(select * from ${rows} semi join ${deltas} ${using})`
  return `select * from ${rows} anti join ${deltas} ${using}
    union all by name
    ${sumSql([{ rows: withDelta }, { rows: deltas }], measures)}`
}

/** The statements that replace a table, which may be one of the parts, by the sum of the parts. */
export function replaceBySumSql(table: string, parts: readonly SignedRows[], measures: readonly string[]): string[] {
  return [
    `create table "summed_${table}" as ${sumSql(parts, measures)}`,
    `drop table if exists "${table}"`,
    `alter table "summed_${table}" rename to "${table}"`,
  ]
}
