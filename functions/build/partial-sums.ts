import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import { type SignedRows, replaceBySumSql } from './additive.ts'
import { ADDITIVE_MEASURES, ADDITIVE_TABLES } from './additive-tables.ts'
import type { RowCounts } from './run-models.ts'

/** Row limit before partial sums are merged, to bound memory. */
const MAX_HELD_ROWS = 6_000_000

/** Collects the additive tables of several partitions, and adds them up. */
export class PartialSums {
  readonly #engine: Engine
  #parts = new Map<string, SignedRows[]>()
  /** The tables of this engine among the parts. */
  #tables: string[] = []
  #heldRows = 0
  #taken = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  #push(table: string, part: SignedRows): void {
    this.#parts.set(table, [...(this.#parts.get(table) ?? []), part])
  }

  /** Takes over the additive tables that the models left in the engine, with these row counts; `sign` -1 subtracts them. */
  async takeTables(counts: RowCounts, sign: 1 | -1 = 1): Promise<void> {
    await this.#rename(sign)
    for (const table of ADDITIVE_TABLES) this.#heldRows += counts.get(table) ?? 0
    if (this.#heldRows <= MAX_HELD_ROWS) return
    await this.finish()
    await this.#rename(1)
    this.#heldRows = 0
  }

  /** Renames the additive tables, so that the models of the next partition can use the names. */
  async #rename(sign: 1 | -1): Promise<void> {
    const number = ++this.#taken
    const renamed = ADDITIVE_TABLES.map((table) => ({ table, part: `part_${number}_${table}` }))
    await this.#engine.run(renamed.map(({ table, part }) => `alter table "${table}" rename to "${part}"`).join(';\n'))
    for (const { table, part } of renamed) this.#push(table, { rows: `"${part}"`, sign })
    this.#tables.push(...renamed.map(({ part }) => part))
  }

  /** Adds rows that are read when the sums are computed, by the name of their table. */
  addRows(rows: Readonly<Record<string, string>>): void {
    for (const [table, one] of Object.entries(rows)) this.#push(table, { rows: one })
  }

  /** Leaves the sums in tables of the names of the additive tables. */
  async finish(): Promise<void> {
    const statements = [
      ...[...this.#parts].flatMap(([table, parts]) => replaceBySumSql(table, parts, ADDITIVE_MEASURES[table]!)),
      ...this.#tables.map((table) => `drop table "${table}"`),
    ]
    await inStep('sums of workers', () => this.#engine.run(statements.join(';\n')))
    this.#parts = new Map()
    this.#tables = []
  }
}
