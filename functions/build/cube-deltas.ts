import { sumOf } from './additive-tables.ts'

const CUBE_KEYS = ['metric', 'part', 'region', 'sector', 'month']
const CUBE_MEASURES = ['ever', 'of_year', 'in_month']
export const CUBE_ORDER = 'region, sector, metric, part, month'

export const CUBE_COLUMNS = [...CUBE_KEYS, ...CUBE_MEASURES].join(', ')

/** Rows of a cube and changes to them as one selection. A row that no change meets stays as it is, also one of zeros. */
export function withChanges(rows: string, changes: string): string {
  const met = `(select ${CUBE_COLUMNS} from ${rows} semi join ${changes} using (${CUBE_KEYS.join(', ')}) union all select ${CUBE_COLUMNS} from ${changes})`
  const unmet = `select ${CUBE_COLUMNS} from ${rows} anti join ${changes} using (${CUBE_KEYS.join(', ')})`
  return `(${unmet} union all ${sumOf(met, [...CUBE_KEYS, ...CUBE_MEASURES], CUBE_MEASURES)})`
}

/** Changes and further changes as one selection. */
export function addedChanges(one: string, other: string): string {
  return `(${sumOf(`(select ${CUBE_COLUMNS} from ${one} union all select ${CUBE_COLUMNS} from ${other})`, [...CUBE_KEYS, ...CUBE_MEASURES], CUBE_MEASURES)})`
}
