import { LRUCache } from 'lru-cache'
import { readSetting } from '../settings/read-setting.ts'

/** Something that was read of an immutable file, with roughly the bytes that it takes in memory. */
export interface Part<T> {
  value: T
  bytes: number
}

/** On a function the share of its memory: the rest is for answers, and for what is being read. */
const SHARE_OF_LAMBDA = 0.25
const LOCAL_BYTES = 256e6

/** How many bytes of open parts this process keeps. */
export function openPartBytes(): number {
  const megabytes = readSetting('OPEN_RELEASE_MB')
  if (megabytes !== undefined) return megabytes * 1e6
  const lambdaMb = readSetting('AWS_LAMBDA_FUNCTION_MEMORY_SIZE')
  return lambdaMb === undefined ? LOCAL_BYTES : lambdaMb * 1e6 * SHARE_OF_LAMBDA
}

/** Parts of files that stay open, up to a number of bytes: what was used least goes first. */
export interface OpenParts {
  /** The part of a key, read once however many ask for it at a time. A failed read is not kept. */
  read<T>(key: string, read: () => Promise<Part<T>>): Promise<T>
  /** The bytes of the parts that are open. */
  bytes(): number
}

/** What an entry takes beside its value and its key. */
const ENTRY_BYTES = 200

/** Keeps parts open up to `maxBytes`; a part that is larger than that is read each time. */
export function openParts(maxBytes: number): OpenParts {
  const open = new LRUCache<string, Part<unknown>>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }, key) => Math.ceil(bytes) + 2 * key.length + ENTRY_BYTES,
  })
  const reading = new Map<string, Promise<Part<unknown>>>()

  async function readOnce<T>(key: string, read: () => Promise<Part<T>>): Promise<Part<T>> {
    try {
      const part = await read()
      // What is not there may be named in any number of ways: it is not kept.
      if (part.value !== undefined) open.set(key, part)
      return part
    } finally {
      reading.delete(key)
    }
  }

  return {
    async read<T>(key: string, read: () => Promise<Part<T>>): Promise<T> {
      const found = open.get(key) ?? reading.get(key)
      if (found) return ((await found) as Part<T>).value
      const part = readOnce(key, read)
      reading.set(key, part)
      return (await part).value
    },
    bytes: () => open.calculatedSize,
  }
}

let shared: OpenParts | undefined

/** The open parts of this process. A key names the content of a file, so all datasets and releases with that file share its parts. */
export function sharedParts(): OpenParts {
  shared ??= openParts(openPartBytes())
  return shared
}
