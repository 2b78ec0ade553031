import type { Engine } from '../engines/duckdb.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { Model } from '../../queries/read-models.ts'
import type { IncrementalState } from '../release-format/incremental-state.ts'
import type { Manifest } from '../release-format/manifest.ts'

/** An engine, and the dataset's store that its files come from and go to. */
export interface EngineWithStore {
  engine: Engine
  store: Store
}

/** What every step of a count works with. */
export interface CountContext extends EngineWithStore {
  models: readonly Model[]
  /** Receives the name of each step, for a progress line. */
  onStep?: ((text: string) => void) | undefined
}

/** The tables of a release, stored but not published yet. */
export interface CountResult {
  basis: Manifest['basis']
  /** The files of the release, by name. */
  files: Record<string, FileRef>
  /** Number of rows by table. */
  rows: Record<string, number>
  /** Number of live events by type and day, as a FROM item of the engine that counted. */
  days: string
  /** What the next release may resume from; absent if a remote engine counted. */
  state?: IncrementalState
}
