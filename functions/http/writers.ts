import { type Dataset, openDataset } from '../ingest/dataset.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import type { Store } from '../storage/store.ts'
import type { IngestContext } from './context.ts'
import { datasetStore, readCard } from './datasets.ts'

async function openWriter({ store, now, readers, createsDatasets }: IngestContext, keys: KeyRing, name: string): Promise<Dataset> {
  const card = await readCard(store, name)
  return openDataset(name, datasetStore(store, name), keys, now, readers, {
    isSimulated: card?.is_simulated,
    // Until sources sign in, only a local server knows who asks: its user.
    ownsEverything: createsDatasets,
  })
}

const writersByStore = new WeakMap<Store, Map<string, Promise<Dataset>>>()

/** The writer of a dataset's event log, opened once per process. Concurrent callers share one opening; a failed one is tried again. */
export function writerOf(context: IngestContext, name: string): Promise<Dataset> {
  let writers = writersByStore.get(context.store)
  if (!writers) writersByStore.set(context.store, (writers = new Map()))
  let writer = writers.get(name)
  if (!writer) {
    if (!context.keys) throw new Error('ingest: this function holds no pseudonym key')
    writer = openWriter(context, context.keys, name)
    writer.catch(() => writers.delete(name))
    writers.set(name, writer)
  }
  return writer
}
