import { createHmac, hash } from 'node:crypto'
import type { IdentifierKind } from '../events/worker.ts'

/** The secret keys that turn identifiers of people into pseudonyms, oldest first. They are never stored beside the data. */
export interface KeyRing {
  /** Ids of the keys, oldest first. A commit names the id of the key that made its pseudonyms; the id does not reveal the key. */
  ids: readonly string[]
  /** The pseudonym of a person under the key `keyId`: hashed with every key up to that one, in order. */
  pseudonym(keyId: string, kind: IdentifierKind, identifier: string): string
  /** The pseudonym under the key `keyId`, from a pseudonym under an older key: the identifier is not needed. */
  renew(pseudonym: string, keyId: string): string
  /** Keyed hashes of an upload, one for each key, oldest first. Without the key nobody can check a guess of its content. */
  uploadNames(body: AsyncIterable<Uint8Array>): Promise<string[]>
  /** Keyed hashes of an Idempotency-Key, one for each key, oldest first. */
  idempotencyNames(key: string): string[]
  /** The keys themselves, for another thread of this process. They must not leave the process. */
  secrets(): readonly Uint8Array[]
  /** Signs the text of a landing address with the newest key. */
  sign(text: string): string
}

/** The longest text, in bytes, that the prepared blocks of `keyedHash` can hold. */
const MAX_TEXT = 512

/**
 * HMAC-SHA-256 (RFC 2104) of short texts, truncated to 128 bits, in hex. Two one-shot hashes over prepared blocks take half the
 * time of an Hmac object; `test/ingest/persons.test.ts` checks that both give the same results.
 */
function keyedHash(secret: Uint8Array): (text: string) => string {
  const inner = Buffer.alloc(64 + MAX_TEXT, 0)
  const outer = Buffer.alloc(64 + 32, 0)
  for (let i = 0; i < 64; i++) {
    inner[i] = (secret[i] ?? 0) ^ 0x36
    outer[i] = (secret[i] ?? 0) ^ 0x5c
  }
  return (text) => {
    if (text.length * 3 > MAX_TEXT) return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)
    const length = inner.write(text, 64, 'utf8')
    outer.write(hash('sha256', inner.subarray(0, 64 + length), 'binary'), 64, 'latin1')
    return hash('sha256', outer, 'hex').slice(0, 32)
  }
}

/** Hex digits of a key's id, which stands in every commit and in every pseudonym. */
const ID_LENGTH = 8

/** Creates a key ring from secrets of 32 bytes each, oldest first. Throws if there is none, one of another length, or one twice. */
export function keyRing(secrets: readonly Uint8Array[]): KeyRing {
  if (secrets.length === 0) throw new Error('pseudonym keys: expected one or more, got none')
  for (const secret of secrets) if (secret.length !== 32) throw new Error(`pseudonym key: expected 32 bytes, got ${secret.length}`)
  const hashes = secrets.map(keyedHash)
  const ids = hashes.map((one) => one('key\0').slice(0, ID_LENGTH))
  if (new Set(ids).size < ids.length) throw new Error('pseudonym keys: expected different keys, got the same key twice')

  /** The hashes under each key, each made from the hash under the key before it. */
  function chain(first: string): string[] {
    const names = [first]
    for (const one of hashes.slice(1)) names.push(one(`renewed\0${names.at(-1)!}`))
    return names
  }

  function indexOf(keyId: string): number {
    const index = ids.indexOf(keyId)
    if (index < 0) throw new Error(`pseudonym key ${keyId}: expected one of ${ids.join(', ')}`)
    return index
  }

  return {
    ids,
    pseudonym(keyId, kind, identifier) {
      const last = indexOf(keyId)
      let name = hashes[0]!(`${kind}\0${identifier}`)
      for (let index = 1; index <= last; index++) name = hashes[index]!(`renewed\0${name}`)
      return `k${keyId}:${name}`
    },
    renew(pseudonym, keyId) {
      const last = indexOf(keyId)
      let name = pseudonym.slice(ID_LENGTH + 2)
      for (let index = indexOf(pseudonym.slice(1, ID_LENGTH + 1)) + 1; index <= last; index++) name = hashes[index]!(`renewed\0${name}`)
      return `k${keyId}:${name}`
    },
    async uploadNames(body) {
      const hmac = createHmac('sha256', secrets[0]!).update('upload\0')
      for await (const chunk of body) hmac.update(chunk)
      return chain(hmac.digest('hex').slice(0, 32))
    },
    idempotencyNames: (key) => chain(hashes[0]!(`idempotency\0${key}`)),
    secrets: () => secrets,
    sign: (text) => hashes.at(-1)!(`landing\0${text}`),
  }
}

/** Parses a key ring: one key of 64 hex digits per line, oldest first. `what` names the setting in the error. */
export function readKeyRing(what: string, text: string): KeyRing {
  const lines = text.split(/\s+/).filter(Boolean)
  if (lines.length === 0 || lines.some((line) => !/^[0-9a-f]{64}$/i.test(line)))
    throw new Error(`${what}: expected 64 hex digits, and another 64 on a line of their own for each later key`)
  return keyRing(lines.map((line) => Buffer.from(line, 'hex')))
}
