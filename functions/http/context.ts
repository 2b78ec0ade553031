import type { Prices } from '../domain/cost.ts'
import type { EngineLimits } from '../engines/duckdb.ts'
import type { EngineSettings } from '../engines/engines.ts'
import type { CheckThreadPool } from '../ingest/check/thread-pool.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import type { Landing } from '../landing/landing.ts'
import type { Store } from '../storage/store.ts'

/** What reading needs: the store and the clock, no keys and no engine. */
export interface ReadContext {
  store: Store
  /** List prices, for the page of what releases cost. */
  prices: Prices
  /** The address of this server as readers know it, without a closing slash; absent where a request's `Host` says it. */
  publicAddress?: string
  now(): Date
}

/** What writing to the event log needs. Keys and landing area exist only where events are ingested. */
export interface IngestContext extends Pick<ReadContext, 'store' | 'now'> {
  /** The keys of the pseudonyms of persons. */
  keys?: KeyRing
  /** Where uploads above the limit of a request are put. */
  landing?: Landing
  /** Threads that check large NDJSON, where the machine has cores to spare. */
  readers?: CheckThreadPool
  /** Whether nothing is written while the clock of this process is wrong. On AWS S3 itself refuses requests of a wrong clock. */
  guardsClock?: boolean
  /** Whether a dataset named in a POST is created where it does not exist: on a local server only. */
  createsDatasets: boolean
  /** How many dry runs and erasures are taken in an hour for one dataset; absent: as many as is usual here (functions/http/asked.ts). */
  perHour?: { dry_run?: number | undefined; erasure?: number | undefined }
}

/** What building a release needs. */
export interface BuildContext extends Pick<ReadContext, 'store' | 'now'> {
  limits: EngineLimits
  /** The engine that builds releases; DuckDB by default. */
  engines?: EngineSettings
}

/** Everything that a process which answers all routes works with. */
export interface AppContext extends ReadContext, IngestContext, BuildContext {}
