import { sha256 } from '../storage/hash.ts'
import { isMarked } from '../storage/garbage-marks.ts'
import { seal, unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'

/**
 * What somebody made from named inputs, found by their hash: whoever needs it need not make it again, and a try that goes on after a failure
 * need not begin anew. Nothing relies on it: what is not there as it was written, or may be collected, is made again.
 */
const keyOf = (inputs: unknown) => `pieces/made-${sha256(JSON.stringify(inputs))}.json`

export async function getCached<T extends object>(store: Store, inputs: unknown): Promise<T | undefined> {
  const key = keyOf(inputs)
  const body = await store.get(key)
  if (!body || (await isMarked(store, key))) return undefined
  try {
    return unseal<{ made: T }>(key, body).made
  } catch {
    return undefined
  }
}

export async function putCached(store: Store, inputs: unknown, made: object): Promise<void> {
  await store.putIfAbsent(keyOf(inputs), seal({ made }))
}
