import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** The time by the store's own clock, in milliseconds since 1970: where age decides what is removed, no other clock can be trusted. */
export async function storeTime(store: Store): Promise<number> {
  const key = `clock/${randomUUID()}`
  await store.putIfAbsent(key, new Uint8Array())
  for await (const listed of store.list(key)) {
    await store.remove(key)
    return listed.writtenAt
  }
  throw new Error('store clock: expected the store to list the object just written, it did not')
}
