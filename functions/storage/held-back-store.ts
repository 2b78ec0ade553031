import type { Store } from './store.ts'

/** A store whose first files are held back until something is decided, so that an upload that is refused leaves nothing. */
export interface HeldBackStore {
  store: Store
  /** Removes what was written to the store itself, for whoever decides that nothing is to remain. */
  discard(): Promise<void>
}

/**
 * Holds back every new file until the first key that `decides`, before which the files are written and `onDecided` is called; and at most
 * `mostBytes`: above that they are written as they come.
 */
export function heldBackStore(
  store: Store,
  { decides, onDecided, mostBytes }: { decides(key: string): boolean; onDecided(): Promise<void>; mostBytes: number },
): HeldBackStore {
  let held: Map<string, Uint8Array> | undefined = new Map()
  let bytes = 0
  let isDecided = false
  const written: string[] = []

  async function write(key: string, body: Uint8Array): Promise<boolean> {
    const isNew = await store.putIfAbsent(key, body)
    if (isNew) written.push(key)
    return isNew
  }

  async function release(): Promise<void> {
    const files = held ?? new Map<string, Uint8Array>()
    held = undefined
    for (const [key, body] of files) await write(key, body)
  }

  return {
    store: {
      ...store,
      get: async (key) => held?.get(key) ?? store.get(key),
      async putIfAbsent(key, body) {
        if (isDecided) return store.putIfAbsent(key, body)
        if (decides(key)) {
          await release()
          await onDecided()
          isDecided = true
          return store.putIfAbsent(key, body)
        }
        if (!held) return write(key, body)
        if (held.has(key)) return false
        held.set(key, body)
        bytes += body.length
        if (bytes > mostBytes) await release()
        return true
      },
    },
    async discard() {
      if (isDecided) return
      for (const key of written) await store.remove(key)
    },
  }
}
