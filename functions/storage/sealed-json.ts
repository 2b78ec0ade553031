import { fromJson } from './json.ts'
import { sha256 } from './hash.ts'

/** A document as JSON whose last field is the SHA-256 of the JSON without it, so that a torn or altered reading shows. */
export function seal(document: object): Uint8Array {
  return Buffer.from(JSON.stringify({ ...document, sha256: sha256(JSON.stringify(document)) }))
}

/** The document of sealed bytes; throws, naming `what`, where they are not those that were sealed. */
export function unseal<T extends object>(what: string, body: Uint8Array): T {
  let document: T & { sha256?: string }
  try {
    document = fromJson<T & { sha256?: string }>(body)
  } catch (error) {
    throw new Error(`${what}: not read whole`, { cause: error })
  }
  const { sha256: seal, ...rest } = document
  if (seal !== sha256(JSON.stringify(rest))) throw new Error(`${what}: its bytes are not those that were written`)
  return rest as unknown as T
}
