import { sha256 } from './hash.ts'
import type { Store } from './store.ts'

/** An immutable file of the store, named by the hash of its bytes. */
export interface FileRef {
  key: string
  sha256: string
  bytes: number
}

/** Puts bytes under `folder/<sha256><ending>`. The same bytes land on the same key, so a second try changes nothing. */
export async function putFile(store: Store, folder: string, ending: string, body: Uint8Array): Promise<FileRef> {
  const hash = sha256(body)
  const key = `${folder}/${hash}${ending}`
  await store.putIfAbsent(key, body)
  return { key, sha256: hash, bytes: body.length }
}

/** What JSON bytes (UTF-8) say. */
export function fromJson<T>(body: Uint8Array): T {
  return JSON.parse(Buffer.from(body).toString('utf8')) as T
}

/** Reads a file and checks that its bytes are those that were named; throws where it is missing or altered. */
export async function getFile(store: Store, ref: FileRef): Promise<Uint8Array> {
  const body = await store.get(ref.key)
  if (!body) throw new Error(`file ${ref.key}: not in the store`)
  if (sha256(body) !== ref.sha256) throw new Error(`file ${ref.key}: its bytes do not have SHA-256 ${ref.sha256}`)
  return body
}
