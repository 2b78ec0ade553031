import { sha256 } from '../storage/hash.ts'
import { fromFormat, inFormat } from '../storage/format-version.ts'
import { isMarked } from '../storage/garbage-marks.ts'
import { seal, unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'

/**
 * A cache in the dataset's store, by the hash of the inputs that a result was computed from: other processes use it, and so does a new attempt
 * after a failure. Nothing relies on it: an entry that is missing, altered, of a later format, or marked
 * for collection is a miss.
 */
const keyOf = (inputs: unknown) => `pieces/made-${sha256(JSON.stringify(inputs))}.json`

/** The stored document has the value in the field `made`. */
interface Entry<T> {
  made: T
}

export async function getCached<T extends object>(store: Store, inputs: unknown): Promise<T | undefined> {
  const key = keyOf(inputs)
  const body = await store.get(key)
  if (!body || (await isMarked(store, key))) return undefined
  try {
    return fromFormat('cache', key, unseal<Entry<T>>(key, body)).made
  } catch {
    return undefined
  }
}

export async function putCached(store: Store, inputs: unknown, value: object): Promise<void> {
  const entry: Entry<object> = { made: value }
  await store.putIfAbsent(keyOf(inputs), seal(inFormat('cache', entry)))
}
