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

/** The bytes of files together. */
export const bytesOf = (files: readonly { bytes: number }[]) => files.reduce((sum, file) => sum + file.bytes, 0)

/**
 * Puts bytes under `folder/<sha256><ending>`. The same bytes land on the same key, so a second try changes nothing. A file that
 * stands there already but is marked for collection is not relied on: the bytes go beside it under a name of their own.
 */
export async function putFile(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}${ending}`
  if ((await store.putIfAbsent(key, body)) || !(await isMarked(store, key))) return { key, sha256: hash, bytes: body.length }
  return putBeside(store, folder, ending, body)
}

/** As `putFile`, and what stands under that name is read back first: where it is not what it was, the bytes go beside it. */
export async function putSound(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}${ending}`
  if (await store.putIfAbsent(key, body)) return { key, sha256: hash, bytes: body.length }
  const standing = await store.get(key)
  if (!standing || sha256(standing) !== hash) return putBeside(store, folder, ending, body)
  return putFile(store, folder, ending, body)
}

async function putBeside(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}-${randomUUID().slice(0, 8)}${ending}`
  await store.putIfAbsent(key, body)
  return { key, sha256: hash, bytes: body.length }
}

/** Reads a file and checks that its bytes are those that were named; throws where it is missing or altered. */
export async function getFile(store: Store, ref: FileRef): Promise<Uint8Array> {
  const body = await store.get(ref.key)
  if (!body) throw new Error(`file ${ref.key}: not in the store`)
  if (sha256(body) !== ref.sha256) throw new Error(`file ${ref.key}: its bytes do not have SHA-256 ${ref.sha256}`)
  return body
}
