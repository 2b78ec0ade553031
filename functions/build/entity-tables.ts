import type { Engine } from '../engines/duckdb.ts'
import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import { type Model, isView } from '../../queries/read-models.ts'
import type { Batch, CachedTable } from '../release-format/incremental-state.ts'
import type { CountContext } from './count-context.ts'
import { fetchToLocal } from './local-files.ts'
import { groupModels } from './model-groups.ts'
import { createViews } from './run-models.ts'
import { eventsOf, reading } from './tables.ts'
import { createLatestRevisions } from './worker-events.ts'

/** What the tables of entities (enterprises, unions, stations, sites, acts that name no worker) are computed from. */
export interface EntityInputs {
  layout: readonly Batch[]
  /** Hash that names the content of the events that name no worker. */
  content: string
  /** The sums over all workers, by table, and the contradictions about who is one person. */
  sums: Readonly<Record<string, FileRef>>
}

/** The events of every revision, and the last revision of each that was corrected. */
const EVENT_SOURCES: readonly string[] = ['events', 'latest_revisions']

/** The sources that never change within one version of the models and one card of a dataset, and are in the engine from the start. */
const CONSTANT_SOURCES: readonly string[] = ['region_paths', 'former_regions', 'document_targets']

/**
 * The tables that models read: which content they have, and how they come into the engine. A table that was reused, and so is not in the engine, is
 * loaded when the first model reads it.
 */
export class EntityTables {
  readonly #context: CountContext
  readonly #inputs: EntityInputs
  readonly #staging: string
  readonly #views: ReadonlyMap<string, Model>
  readonly #computed = new Map<string, CachedTable>()
  readonly #loaded = new Map<string, Promise<void>>()
  #events: Promise<void> | undefined

  constructor(context: CountContext, inputs: EntityInputs) {
    this.#context = context
    this.#inputs = inputs
    this.#staging = groupModels(context.models).staging.name
    this.#views = new Map(context.models.filter((model) => isView(model)).map((model) => [model.name, model]))
  }

  get(name: string): CachedTable | undefined {
    return this.#computed.get(name)
  }

  /** Registers a computed or reused table. */
  set(name: string, table: CachedTable): void {
    this.#computed.set(name, table)
  }

  /** Notes that a table is in the engine. */
  setLoaded(name: string): void {
    this.#loaded.set(name, Promise.resolve())
  }

  /** Names the content of a table. Two tables with the same name of content have the same rows. */
  contentOf(name: string): string {
    if (this.#isOfEvents(name)) return this.#inputs.content
    if (CONSTANT_SOURCES.includes(name)) return name
    const view = this.#views.get(name)
    if (view) return sha256(JSON.stringify([view.sql, view.reads.map((read) => this.contentOf(read))]))
    const files = this.get(name)?.files ?? { total: this.#inputs.sums[name]! }
    return JSON.stringify(Object.entries(files).map(([part, file]) => [part, file.sha256]))
  }

  /** Makes sure that a table is in the engine. */
  load(engine: Engine, name: string): Promise<void> {
    if (CONSTANT_SOURCES.includes(name) || name in this.#inputs.sums) return Promise.resolve()
    const loading = this.#loaded.get(name) ?? this.#load(engine, name)
    this.#loaded.set(name, loading)
    return loading
  }

  async #load(engine: Engine, name: string): Promise<void> {
    if (this.#isOfEvents(name)) return this.#loadOnce(engine)
    const view = this.#views.get(name)
    if (!view) return this.#loadTable(engine, name)
    for (const read of view.reads) await this.load(engine, read)
    await createViews(engine, [view])
  }

  /** Whether a name is of the events themselves, which are brought into the engine together with the revisions and the live ones among them. */
  #isOfEvents(name: string): boolean {
    return name === this.#staging || EVENT_SOURCES.includes(name)
  }

  #loadOnce(engine: Engine): Promise<void> {
    this.#events ??= this.#loadEvents(engine)
    return this.#events
  }

  async #loadTable(engine: Engine, name: string): Promise<void> {
    const table = this.get(name)
    if (!table) throw new Error(`table ${name}: not computed before the models that read it`)
    const paths = await fetchToLocal({ engine, store: this.#context.store }, Object.values(table.files))
    await engine.run(`create view "${name}" as select * from ${reading(paths)}`)
  }

  async #loadEvents(engine: Engine): Promise<void> {
    const context = { ...this.#context, engine }
    const { layout } = this.#inputs
    const paths = await fetchToLocal(context, layout.map((batch) => batch.things)) // prettier-ignore
    await engine.run(eventsOf(paths, 'no_events'))
    await createLatestRevisions(context, layout)
    const { staging } = groupModels(context.models)
    await engine.run(`create table ${staging.name} as\n${staging.sql}`)
  }
}
