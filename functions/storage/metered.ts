import type { Store } from './store.ts'

/** What was asked of a store. */
export interface Meter {
  bytesRead: number
  bytesWritten: number
  reads: number
  writes: number
}

/** A store that counts what is asked of it. */
export function metered(store: Store): { store: Store; meter: Meter } {
  const meter: Meter = { bytesRead: 0, bytesWritten: 0, reads: 0, writes: 0 }
  const read = <T extends Uint8Array | undefined>(body: T): T => {
    meter.reads++
    meter.bytesRead += body?.length ?? 0
    return body
  }
  const write = (body: Uint8Array, isWritten: boolean): boolean => {
    meter.writes++
    if (isWritten) meter.bytesWritten += body.length
    return isWritten
  }
  return {
    meter,
    store: {
      get: async (key) => read(await store.get(key)),
      putIfAbsent: async (key, body) => write(body, await store.putIfAbsent(key, body)),
      async read(key) {
        const tagged = await store.read(key)
        read(tagged?.body)
        return tagged
      },
      swap: async (key, body, tag) => write(body, await store.swap(key, body, tag)),
      list: (prefix, after) => store.list(prefix, after),
      remove: (key) => store.remove(key),
    },
  }
}
