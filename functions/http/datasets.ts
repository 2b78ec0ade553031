import { fromJson } from '../storage/json.ts'
import { type Store, withPrefix } from '../storage/store.ts'
import { HttpError } from './message.ts'
import { refusePersonalNumbers } from './validation.ts'
import type { DatasetCard } from './routes/datasets.ts'

/** The part of the store that belongs to one dataset. */
export function datasetStore(store: Store, name: string): Store {
  return withPrefix(store, `data/${name}/`)
}

const cardKey = (name: string) => `datasets/${name}.json`

export function isDatasetName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name) && name !== 'datasets'
}

/** The card of a dataset, or undefined if there is no dataset of that name. */
export async function readCard(store: Store, name: string): Promise<DatasetCard | undefined> {
  if (!isDatasetName(name)) return undefined
  const body = await store.get(cardKey(name))
  return body && fromJson<DatasetCard>(body)
}

/** Throws HttpError 400 for a card with a name that is not valid, or with the number of a person. */
export function assertNewCard({ name, title }: Pick<DatasetCard, 'name' | 'title'>): void {
  if (!isDatasetName(name)) {
    throw new HttpError(
      400,
      `数据集名称 ${name}：应为小写字母开头，含小写字母、数字、连字符，最多 40 个字符`,
      `dataset name ${name}: expected a-z first, then a-z 0-9 -, at most 40 characters`,
    )
  }
  refusePersonalNumbers({ title: [name, title] })
}

/** Where the card of a removed dataset is kept, beside its log. */
const KEPT_CARD = 'card.json'

/** The card that a new dataset gets: that of the removed one of the same name whose log was kept, since its events are the same. */
export async function cardForNew(store: Store, card: DatasetCard): Promise<DatasetCard> {
  const kept = await datasetStore(store, card.name).get(KEPT_CARD)
  return kept ? fromJson<DatasetCard>(kept) : card
}

/** Creates a dataset; an existing one stays as it is. Throws HttpError 400 for a card that is not valid. */
export async function createDataset(store: Store, card: DatasetCard): Promise<void> {
  assertNewCard(card)
  await store.putIfAbsent(cardKey(card.name), Buffer.from(JSON.stringify(await cardForNew(store, card))))
}

/** Folders of a dataset that hold its log, what the log names, and what was asked. The card is kept beside them. */
const OF_LOG = ['log/', 'files/', 'scans/', 'receipts/', 'kept/', 'checkpoints/', 'erasures/', 'asked/', KEPT_CARD]

/** The pointers of a dataset, which no list shows; that to the checkpoint belongs to the log. */
const POINTERS = ['current.json', 'garbage.json']

/**
 * Removes a dataset: its card, its releases and its bulletins; with `removesLog` also its log, receipts and events. A kept log is taken up again by
 * the next dataset of this name. Returns how many objects were removed.
 */
export async function removeDataset(store: Store, card: DatasetCard, { removesLog }: { removesLog: boolean }): Promise<number> {
  const own = datasetStore(store, card.name)
  if (!removesLog) await own.putIfAbsent(KEPT_CARD, Buffer.from(JSON.stringify(card)))
  // Without its card there is no dataset: nothing reads what is removed now.
  await store.remove(cardKey(card.name))
  const keys = (await Array.fromAsync(own.list(''))).map(({ key }) => key)
  const removed = keys.filter((key) => removesLog || !OF_LOG.some((kept) => key.startsWith(kept)))
  for (const key of [...removed, ...POINTERS, ...(removesLog ? ['checkpoint.json'] : [])]) await own.remove(key)
  return removed.length
}

/** The cards of all datasets. */
export async function listDatasets(store: Store): Promise<DatasetCard[]> {
  const cards: DatasetCard[] = []
  for await (const { key } of store.list('datasets/')) {
    const body = await store.get(key)
    if (body) cards.push(fromJson<DatasetCard>(body))
  }
  return cards
}

/** The card of a dataset. Throws HttpError 404 if there is no dataset of that name. */
export async function requireDataset({ store }: { store: Store }, name: string): Promise<DatasetCard> {
  const card = await readCard(store, name)
  if (!card) throw new HttpError(404, `没有数据集 ${name}`, `there is no dataset ${name}`)
  return card
}
