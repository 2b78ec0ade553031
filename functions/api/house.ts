import type { EngineLimits } from '../adapters/duckdb.ts'
import type { EngineSettings } from '../adapters/engines.ts'
import { type Dataset, openDataset } from '../intake/dataset.ts'
import type { Landing } from '../intake/landing.ts'
import type { Readers } from '../intake/readers.ts'
import type { Prices } from '../domain/cost.ts'
import type { KeyRing } from '../intake/keys.ts'
import { fromJson } from '../lake/json.ts'
import { type Store, below } from '../lake/store.ts'
import { Fault } from './http.ts'

/** What a dataset is, told once when it is made. */
export interface DatasetCard {
  name: string
  title: { zh: string; en: string }
  is_simulated: boolean
  /** The engine that counts it, where that is another than the setting ENGINE names. */
  engine?: EngineSettings['engine']
}

/** What every handler works with. The pseudonym keys are there only where events are taken in. */
export interface House {
  store: Store
  keys?: KeyRing
  /** Where uploads above the limit of a request land; there only where events are taken in. */
  landing?: Landing
  /** Threads that check large NDJSON, where the machine has cores to spare. */
  readers?: Readers
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
  return below(store, `data/${name}/`)
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
    throw new Fault(
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
export async function needDataset(house: House, name: string): Promise<DatasetCard> {
  const card = await readCard(house.store, name)
  if (!card) throw new Fault(404, `没有数据集 ${name}`, `there is no dataset ${name}`)
  return card
}

const intake = new WeakMap<Store, Map<string, Promise<Dataset>>>()

/** A dataset open for intake; opened once per process. */
export function intakeOf(house: House, name: string): Promise<Dataset> {
  let open = intake.get(house.store)
  if (!open) intake.set(house.store, (open = new Map()))
  let dataset = open.get(name)
  if (!dataset) {
    if (!house.keys) throw new Error('intake: this function holds no pseudonym key')
    dataset = openDataset(name, datasetStore(house.store, name), house.keys, house.now, house.readers)
    dataset.catch(() => open.delete(name))
    open.set(name, dataset)
  }
  return dataset
}
