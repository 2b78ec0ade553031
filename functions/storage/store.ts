/** A stored object with the tag that a later swap must name. */
export interface Tagged {
  body: Uint8Array
  tag: string
}

/** A key with the moment its object was written, in milliseconds since 1970 by the store's own clock. */
export interface Listed {
  key: string
  writtenAt: number
}

/**
 * A flat key-value store; keys may contain `/`. Two adapters (local files, S3) keep the same promises: what `putIfAbsent` or `swap`
 * acknowledged is durable, and of two concurrent writers exactly one wins.
 */
export interface Store {
  /** The object, or undefined if there is none. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Creates the object; returns false, and changes nothing, if the key already has one. */
  putIfAbsent(key: string, body: Uint8Array): Promise<boolean>
  /** The object of a pointer with its tag. */
  read(key: string): Promise<Tagged | undefined>
  /** Replaces a pointer if its tag is still `tag` (undefined: if there is none); returns false if another writer was faster. */
  swap(key: string, body: Uint8Array, tag: string | undefined): Promise<boolean>
  /** All keys that begin with the prefix and come after `after`, in order of code point. */
  list(prefix: string, after?: string): AsyncIterable<Listed>
  /** Removes the object or the pointer, if there is one. Only the garbage collection and the removal of a dataset call this. */
  remove(key: string): Promise<void>
}

/** The store could not be reached; whether the operation took effect may be unknown. The caller may retry. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** The part of a store whose keys begin with a prefix. */
export function withPrefix(store: Store, prefix: string): Store {
  return {
    get: (key) => store.get(prefix + key),
    putIfAbsent: (key, body) => store.putIfAbsent(prefix + key, body),
    read: (key) => store.read(prefix + key),
    swap: (key, body, tag) => store.swap(prefix + key, body, tag),
    remove: (key) => store.remove(prefix + key),
    async *list(more, after) {
      for await (const { key, writtenAt } of store.list(prefix + more, after === undefined ? undefined : prefix + after))
        yield { key: key.slice(prefix.length), writtenAt }
    },
  }
}
