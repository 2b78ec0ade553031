import { type Dataset, openDataset } from '../ingest/dataset.ts'
import type { Store } from '../storage/store.ts'
import type { IngestContext } from './context.ts'
import { datasetStore } from './datasets.ts'

const writersByStore = new WeakMap<Store, Map<string, Promise<Dataset>>>()

/** The writer of a dataset's event log, opened once per process. Concurrent callers share one opening; a failed one is tried again. */
export function writerOf(context: IngestContext, name: string): Promise<Dataset> {
  let writers = writersByStore.get(context.store)
  if (!writers) writersByStore.set(context.store, (writers = new Map()))
  let writer = writers.get(name)
  if (!writer) {
    if (!context.keys) throw new Error('ingest: this function holds no pseudonym key')
    writer = openDataset(name, datasetStore(context.store, name), context.keys, context.now, context.readers)
    writer.catch(() => writers.delete(name))
    writers.set(name, writer)
  }
  return writer
}
