import { fromJson } from './json.ts'
import { sha256 } from './hash.ts'

/** Serialises a document as JSON whose last field is the SHA-256 of the JSON without it, so that truncated or altered bytes are detected. */
export function seal(document: object): Uint8Array {
  return Buffer.from(JSON.stringify({ ...document, sha256: sha256(JSON.stringify(document)) }))
}

/** Parses sealed JSON; throws, naming `what`, if the bytes are not those that were sealed. */
export function unseal<T extends object>(what: string, body: Uint8Array): T {
  let document: T & { sha256?: string }
  try {
    document = fromJson<T & { sha256?: string }>(body)
  } catch (error) {
    throw new Error(`${what}: expected complete JSON, got a truncated or altered document`, { cause: error })
  }
  const { sha256: stored, ...rest } = document
  if (stored !== sha256(JSON.stringify(rest))) throw new Error(`${what}: the checksum does not match, its bytes were altered`)
  return rest as unknown as T
}
