import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import type { Model } from '../../queries/read-models.ts'
import { ADDITIVE_MEASURES, sumOf } from './additive-tables.ts'

/** The models by how they are run: `stg_events` as each part needs it, then those of each part, then those of the whole. */
export function byRun(models: readonly Model[]): { staging: Model; ofParts: Model[]; ofWhole: Model[] } {
  return {
    staging: models.find(({ name }) => name === 'stg_events')!,
    ofParts: models.filter(({ name, folder }) => name === 'event_days' || folder === 'workers'),
    ofWhole: models.filter(({ folder }) => folder === 'marts' || folder === 'lists'),
  }
}

/** Makes the numbers that workers are counted by. */
export async function makeCells(engine: Engine, models: readonly Model[]): Promise<void> {
  await engine.run(`create table cells as\n${models.find(({ name }) => name === 'cells')!.sql}`)
}

/** So many rows of a table are held before they are added up: they would outgrow the memory otherwise. */
const ROWS_HELD = 6_000_000

export async function countRows(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.rows(`select count(*) as n from "${table}"`)
  return Number(row!.n)
}

async function columnsOf(engine: Engine, table: string): Promise<string[]> {
  return (await engine.rows(`describe "${table}"`)).map((row) => String(row.column_name))
}

/** Runs models, each into the table of its name. */
export async function runModels(engine: Engine, models: readonly Model[], onStep?: (text: string) => void): Promise<void> {
  for (const model of models) {
    onStep?.(model.name)
    await inStep(model.name, () => engine.run(`create table "${model.name}" as\n${model.sql}`))
  }
}

export async function dropTables(engine: Engine, names: readonly string[]): Promise<void> {
  for (const name of names) await engine.run(`drop table if exists "${name}"`)
}

/** The rows that pieces yield, added up into one table of each name. */
export class Totals {
  readonly #engine: Engine
  readonly #prefix = 'total_'
  #held = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Takes in the rows of the tables of the piece that was just counted; `sign` -1 takes them away. */
  async add(sign: 1 | -1 = 1): Promise<void> {
    const engine = this.#engine
    for (const [table, measures] of Object.entries(ADDITIVE_MEASURES)) {
      const total = `${this.#prefix}${table}`
      await engine.run(`create table if not exists "${total}" as select * from "${table}" limit 0`)
      const replaced = sign === 1 ? '*' : `* replace (${measures.map((one) => `-"${one}" as "${one}"`).join(', ')})`
      await engine.run(`insert into "${total}" select ${replaced} from "${table}"`)
      this.#held += await countRows(engine, table)
    }
    if (this.#held > ROWS_HELD) await this.#addUp()
  }

  async #addUp(): Promise<void> {
    const engine = this.#engine
    this.#held = 0
    for (const [table, measures] of Object.entries(ADDITIVE_MEASURES)) {
      const total = `${this.#prefix}${table}`
      await engine.run(`create table summed as ${sumOf(`"${total}"`, await columnsOf(engine, total), measures)}`)
      await engine.run(`drop table "${total}"`)
      await engine.run(`alter table summed rename to "${total}"`)
    }
  }

  /** Leaves one table of each name that adds up, with the sums. */
  async finish(): Promise<void> {
    await inStep('sums of workers', () => this.#addUp())
    for (const table of Object.keys(ADDITIVE_MEASURES)) await this.#engine.run(`alter table "${this.#prefix}${table}" rename to "${table}"`)
  }
}
