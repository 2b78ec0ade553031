import { type Dataset, openDataset } from '../ingest/dataset.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import type { Receipt } from '../ingest/receipts.ts'
import { heldBackStore } from '../storage/held-back-store.ts'
import type { Store } from '../storage/store.ts'
import type { IngestContext } from './context.ts'
import { assertNewCard, cardForNew, createDataset, datasetStore, readCard } from './datasets.ts'
import type { DatasetCard } from './routes/datasets.ts'

/** Bytes of files that are held in memory until the first upload of a dataset is known to be one. */
const MOST_HELD_BACK = 64 * 1024 * 1024

function keysOf({ keys }: IngestContext): KeyRing {
  if (!keys) throw new Error('ingest: this function holds no pseudonym key')
  return keys
}

/** Opens a dataset for its writer. Until sources sign in, only a local server knows who asks: its user. */
function openFor(context: IngestContext, name: string, own: Store, isSimulated: boolean | undefined): Promise<Dataset> {
  const { now, readers, createsDatasets } = context
  return openDataset(name, own, keysOf(context), now, readers, { isSimulated, ownsEverything: createsDatasets })
}

/**
 * Creates a dataset with its first upload: `ingest` gets the dataset, and the card is written just before its first commit. An upload that is refused
 * as a whole leaves neither the dataset nor a file. Throws HttpError 400 for a card that is not valid.
 */
export async function createWithUpload(
  context: IngestContext,
  card: DatasetCard,
  ingest: (dataset: Dataset) => Promise<Receipt>,
): Promise<Receipt> {
  assertNewCard(card)
  const { store } = context
  const { store: held, discard } = heldBackStore(datasetStore(store, card.name), {
    decides: (key) => key.startsWith('log/'),
    onDecided: () => createDataset(store, card),
    mostBytes: MOST_HELD_BACK,
  })
  // A writer of a dataset of this name that was removed knows a log that is no more.
  writersByStore.get(store)?.delete(card.name)
  try {
    const { is_simulated } = await cardForNew(store, card)
    return await ingest(await openFor(context, card.name, held, is_simulated))
  } catch (error) {
    if (!(await readCard(store, card.name))) await discard()
    throw error
  }
}

async function openWriter(context: IngestContext, name: string): Promise<Dataset> {
  const card = await readCard(context.store, name)
  return openFor(context, name, datasetStore(context.store, name), card?.is_simulated)
}

const writersByStore = new WeakMap<Store, Map<string, Promise<Dataset>>>()

/** The writer of a dataset's event log, opened once per process. Concurrent callers share one opening; a failed one is tried again. */
export function writerOf(context: IngestContext, name: string): Promise<Dataset> {
  let writers = writersByStore.get(context.store)
  if (!writers) writersByStore.set(context.store, (writers = new Map()))
  let writer = writers.get(name)
  if (!writer) {
    writer = openWriter(context, name)
    writer.catch(() => writers.delete(name))
    writers.set(name, writer)
  }
  return writer
}
