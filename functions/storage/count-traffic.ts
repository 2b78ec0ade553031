import type { Store } from './store.ts'

/** The traffic of a store: operations, and bytes read and written. */
export interface StoreTraffic {
  bytesRead: number
  bytesWritten: number
  reads: number
  writes: number
}

/** Wraps a store so that its traffic is counted. */
export function countTraffic(store: Store): { store: Store; traffic: StoreTraffic } {
  const traffic: StoreTraffic = { bytesRead: 0, bytesWritten: 0, reads: 0, writes: 0 }
  const countRead = <T extends Uint8Array | undefined>(body: T): T => {
    traffic.reads++
    traffic.bytesRead += body?.length ?? 0
    return body
  }
  const countWrite = (body: Uint8Array, isWritten: boolean): boolean => {
    traffic.writes++
    if (isWritten) traffic.bytesWritten += body.length
    return isWritten
  }
  return {
    traffic,
    store: {
      get: async (key) => countRead(await store.get(key)),
      putIfAbsent: async (key, body) => countWrite(body, await store.putIfAbsent(key, body)),
      async read(key) {
        const tagged = await store.read(key)
        countRead(tagged?.body)
        return tagged
      },
      swap: async (key, body, tag) => countWrite(body, await store.swap(key, body, tag)),
      list: (prefix, after) => store.list(prefix, after),
      remove: (key) => store.remove(key),
    },
  }
}
