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
 * Where everything is kept: a flat space of keys with `/` in them. Two adapters keep the same promises (local files, S3):
 * what `putIfAbsent` or `swap` acknowledged is durable, and of two writers exactly one wins.
 */
export interface Store {
  /** The object, or undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Creates the object; false where one stands there already, which is left as it is. */
  putIfAbsent(key: string, body: Uint8Array): Promise<boolean>
  /** The object of a pointer with its tag. */
  read(key: string): Promise<Tagged | undefined>
  /** Replaces a pointer if its tag is still `tag` (undefined: if there is none); false where another was faster. */
  swap(key: string, body: Uint8Array, tag: string | undefined): Promise<boolean>
  /** All keys that begin with the prefix and come after `after`, in order of code point. */
  list(prefix: string, after?: string): AsyncIterable<Listed>
  /** Removes the object; nothing happens where there is none. Only the collection of garbage calls this. */
  remove(key: string): Promise<void>
}

/** A failure to reach the store whose outcome may be unknown; worth another try. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** The part of a store below a prefix. */
export function below(store: Store, prefix: string): Store {
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
