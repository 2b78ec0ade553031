import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** What time it is for the store, in milliseconds since 1970: no clock of ours can be trusted where age decides what is removed. */
export async function storeTime(store: Store): Promise<number> {
  const key = `clock/${randomUUID()}`
  await store.putIfAbsent(key, new Uint8Array())
  for await (const listed of store.list(key)) {
    await store.remove(key)
    return listed.writtenAt
  }
  throw new Error('the store does not list what was just written')
}
