import { randomUUID } from 'node:crypto'
import { isMarked } from './garbage-marks.ts'
import { sha256 } from './hash.ts'
import type { Store } from './store.ts'

/** An immutable file of the store, named by the hash of its bytes. */
export interface FileRef {
  key: string
  sha256: string
  bytes: number
}

/** The total size of files. */
export const bytesOf = (files: readonly { bytes: number }[]) => files.reduce((sum, file) => sum + file.bytes, 0)

/**
 * Writes bytes to `folder/<sha256><ending>`. The same bytes always get the same key, so a second try changes nothing. An existing file
 * that is marked as garbage may be removed at any time: then the bytes are written beside it, under a key of their own.
 */
export async function putFile(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}${ending}`
  if ((await store.putIfAbsent(key, body)) || !(await isMarked(store, key))) return { key, sha256: hash, bytes: body.length }
  return putBeside(store, folder, ending, body)
}

/** As `putFile`, but an existing file is read first: if its bytes were damaged, the right ones are written beside it. */
export async function putVerified(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}${ending}`
  if (await store.putIfAbsent(key, body)) return { key, sha256: hash, bytes: body.length }
  const existing = await store.get(key)
  if (!existing || sha256(existing) !== hash) return putBeside(store, folder, ending, body)
  return putFile(store, folder, ending, body)
}

async function putBeside(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}-${randomUUID().slice(0, 8)}${ending}`
  await store.putIfAbsent(key, body)
  return { key, sha256: hash, bytes: body.length }
}

/** A file of the store is missing, or has other bytes than it was written with. */
export class DamagedFile extends Error {
  override name = 'DamagedFile'
  readonly key: string
  constructor(key: string, problem: string, options?: ErrorOptions) {
    super(`file ${key}: ${problem}`, options)
    this.key = key
  }
}

/** Reads a file and checks its hash. Throws DamagedFile. */
export async function getFile(store: Store, ref: FileRef): Promise<Uint8Array> {
  const body = await store.get(ref.key)
  if (!body) throw new DamagedFile(ref.key, 'not in the store')
  if (sha256(body) !== ref.sha256) throw new DamagedFile(ref.key, `its bytes do not have SHA-256 ${ref.sha256}`)
  return body
}

/** Those of the files that are missing or altered, each read once. */
export async function damagedFiles(store: Store, files: Iterable<FileRef>): Promise<string[]> {
  const byKey = new Map(Array.from(files, (file) => [file.key, file]))
  const damaged: string[] = []
  for (const file of byKey.values()) {
    try {
      await getFile(store, file)
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error
      damaged.push(file.key)
    }
  }
  return damaged
}
