import type { EngineLimits } from '../engines/duckdb.ts'
import type { EngineSettings } from '../engines/engines.ts'
import { type Dataset, openDataset } from '../ingest/dataset.ts'
import type { Landing } from '../landing/landing.ts'
import type { CheckThreadPool } from '../ingest/check/thread-pool.ts'
import type { Prices } from '../domain/cost.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import { fromJson } from '../storage/json.ts'
import { type Store, withPrefix } from '../storage/store.ts'
import { HttpError } from './message.ts'

/** What a dataset is, told once when it is made. */
export interface DatasetCard {
  name: string
  title: { zh: string; en: string }
  is_simulated: boolean
  /** The engine that counts it, where that is another than the setting ENGINE names. */
  engine?: EngineSettings['engine']
}

/** What every handler works with. The pseudonym keys are there only where events are taken in. */
export interface AppContext {
  store: Store
  keys?: KeyRing
  /** Where uploads above the limit of a request land; there only where events are taken in. */
  landing?: Landing
  /** Threads that check large NDJSON, where the machine has cores to spare. */
  readers?: CheckThreadPool
  limits: EngineLimits
  /** List prices, for the page of what releases cost. */
  prices: Prices
  /** Which engine counts; DuckDB where nothing is said. */
  engines?: EngineSettings
  /** Whether a dataset named in a POST is made where it does not exist: on a local server only. */
  makesDatasets: boolean
  now(): Date
}

/** The part of the store that is one dataset's. */
export function datasetStore(store: Store, name: string): Store {
  return withPrefix(store, `data/${name}/`)
}

const cardKey = (name: string) => `datasets/${name}.json`

export function isDatasetName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name) && name !== 'datasets'
}

/** The card of a dataset, or undefined where there is none of that name. */
export async function readCard(store: Store, name: string): Promise<DatasetCard | undefined> {
  if (!isDatasetName(name)) return undefined
  const body = await store.get(cardKey(name))
  return body && fromJson<DatasetCard>(body)
}

/** Makes a dataset; an existing one stays as it is. */
export async function makeDataset(store: Store, card: DatasetCard): Promise<void> {
  if (!isDatasetName(card.name)) {
    throw new HttpError(
      400,
      `数据集名称 ${card.name}：应为小写字母开头，含小写字母、数字、连字符，最多 40 个字符`,
      `dataset name ${card.name}: expected a-z first, then a-z 0-9 -, at most 40 characters`,
    )
  }
  await store.putIfAbsent(cardKey(card.name), Buffer.from(JSON.stringify(card)))
}

export async function allCards(store: Store): Promise<DatasetCard[]> {
  const cards: DatasetCard[] = []
  for await (const { key } of store.list('datasets/')) {
    const body = await store.get(key)
    if (body) cards.push(fromJson<DatasetCard>(body))
  }
  return cards
}

/** Throws a 404 fault where there is no dataset of that name. */
export async function requireDataset(context: AppContext, name: string): Promise<DatasetCard> {
  const card = await readCard(context.store, name)
  if (!card) throw new HttpError(404, `没有数据集 ${name}`, `there is no dataset ${name}`)
  return card
}

const intake = new WeakMap<Store, Map<string, Promise<Dataset>>>()

/** A dataset open for intake; opened once per process. */
export function intakeOf(context: AppContext, name: string): Promise<Dataset> {
  let open = intake.get(context.store)
  if (!open) intake.set(context.store, (open = new Map()))
  let dataset = open.get(name)
  if (!dataset) {
    if (!context.keys) throw new Error('intake: this function holds no pseudonym key')
    dataset = openDataset(name, datasetStore(context.store, name), context.keys, context.now, context.readers)
    dataset.catch(() => open.delete(name))
    open.set(name, dataset)
  }
  return dataset
}
