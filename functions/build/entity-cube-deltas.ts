import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import type { CachedTable } from '../release-format/incremental-state.ts'
import type { Model } from '../../queries/read-models.ts'
import { sumSql } from './additive.ts'
import type { EngineWithStore } from './count-context.ts'
import type { EntityTables } from './entity-tables.ts'
import { fetchToLocal } from './local-files.ts'
import { storeCubeDeltas } from './store-cube.ts'
import { reading } from './tables.ts'

export const ENTITY_CUBE = 'thing_cube'

/** The tables that the cube adds up, with their measure. */
const ADDITIVE_INPUTS = { stock_changes: 'change', flow_changes: 'amount', covered_changes: 'change' } as const

/** Its other input is not additive: a later report of a workforce replaces an earlier one. */
const OTHER_INPUT = 'workforce_changes'

/** The cube of entities before this release, and the tables that it was computed from. */
export interface EarlierCube {
  cube: CachedTable
  tables: Readonly<Record<string, CachedTable>>
  maxDeltaRows: number
}

/** Creates the temporary table `table`, which hides the one of that name: the difference to what the earlier release had in it. */
async function createDifference(
  context: EngineWithStore,
  { table, measure, earlier }: { table: string; measure: string; earlier: CachedTable },
): Promise<void> {
  const before = reading(await fetchToLocal(context, Object.values(earlier.files)))
  const difference = sumSql([{ rows: `main."${table}"` }, { rows: before, sign: -1 }], [measure])
  await context.engine.run(`create temp table "${table}" as ${difference}`)
}

/**
 * Runs the model of the cube over the differences of its inputs, and stores the result as deltas. Gives the files of the cube; undefined if it must be
 * computed from scratch: another model text, another workforce, or too many deltas.
 */
export async function storeEntityCubeDeltas(
  context: EngineWithStore,
  model: Model,
  { tables, earlier }: { tables: EntityTables; earlier: EarlierCube },
): Promise<Record<string, FileRef> | undefined> {
  const { engine } = context
  if (earlier.cube.text !== sha256(model.sql) || tables.get(OTHER_INPUT)?.key !== earlier.tables[OTHER_INPUT]?.key) return undefined
  const inputs = Object.entries(ADDITIVE_INPUTS).map(([table, measure]) => ({ table, measure, earlier: earlier.tables[table] }))
  for (const { table, measure, earlier } of inputs) {
    if (!earlier) return undefined
    await createDifference(context, { table, measure, earlier })
  }
  await engine.run(`create temp table ${OTHER_INPUT} as select * from main.${OTHER_INPUT} limit 0`)
  await engine.run(`create table entity_deltas as\n${model.sql}`)
  await engine.run([...inputs, { table: OTHER_INPUT }].map(({ table }) => `drop table temp."${table}"`).join(';\n'))
  const { cube, maxDeltaRows } = earlier
  return storeCubeDeltas(context, { cube: ENTITY_CUBE, table: 'entity_deltas', current: cube.files, maxRows: maxDeltaRows })
}
