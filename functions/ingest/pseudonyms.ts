import { createHmac, hash } from 'node:crypto'
import type { IdentifierKind } from '../events/event.ts'

/** The secrets that make people unrecognisable, oldest first. They are never kept beside the data. */
export interface KeyRing {
  /** Names of the keys, oldest first; a commit says which one made its pseudonyms, without telling the key. */
  ids: readonly string[]
  /** The pseudonym of a person under the key of that name: hashed by every key up to it, one after the other. */
  pseudonym(keyId: string, kind: IdentifierKind, identifier: string): string
  /** A pseudonym under the key of that name, from one under an older key: the person's identifier is not needed. */
  renew(pseudonym: string, keyId: string): string
  /** Names an upload without letting anyone guess its content: one name for each key, oldest first. */
  uploadNames(body: AsyncIterable<Uint8Array>): Promise<string[]>
  /** Keyed hashes of an Idempotency-Key, one for each key, oldest first. */
  idempotencyNames(key: string): string[]
  /** The keys themselves, for a reader in another thread of this process; they go nowhere else. */
  secrets(): readonly Uint8Array[]
  /** Signs what a landing address says, with the newest key. */
  sign(text: string): string
}

/** Longest text that the prepared blocks of `keyedHash` have room for. */
const ROOM = 512

/**
 * HMAC-SHA-256 (RFC 2104) of short texts, truncated to 128 bits, in hex. Two one-shot hashes over prepared blocks take half the
 * time of a Hmac object; `test/domain/keys.test.ts` holds the two to the same results.
 */
function keyedHash(secret: Uint8Array): (text: string) => string {
  const inner = Buffer.alloc(64 + ROOM, 0)
  const outer = Buffer.alloc(64 + 32, 0)
  for (let i = 0; i < 64; i++) {
    inner[i] = (secret[i] ?? 0) ^ 0x36
    outer[i] = (secret[i] ?? 0) ^ 0x5c
  }
  return (text) => {
    if (text.length * 3 > ROOM) return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)
    const length = inner.write(text, 64, 'utf8')
    outer.write(hash('sha256', inner.subarray(0, 64 + length), 'binary'), 64, 'latin1')
    return hash('sha256', outer, 'hex').slice(0, 32)
  }
}

/** The name of a key: told in every commit, and in every pseudonym. */
const ID_LENGTH = 8

/** A ring from secrets of 32 bytes each, oldest first. Throws where there is none, one of another length, or one twice. */
export function keyRing(secrets: readonly Uint8Array[]): KeyRing {
  if (secrets.length === 0) throw new Error('pseudonym keys: expected one or more')
  for (const secret of secrets) if (secret.length !== 32) throw new Error(`pseudonym key: expected 32 bytes, got ${secret.length}`)
  const hashes = secrets.map(keyedHash)
  const ids = hashes.map((one) => one('key\0').slice(0, ID_LENGTH))
  if (new Set(ids).size < ids.length) throw new Error('pseudonym keys: the same key stands there twice')

  /** One name after the other, each key hashing what the one before it gave. */
  function chain(first: string): string[] {
    const names = [first]
    for (const one of hashes.slice(1)) names.push(one(`renewed\0${names.at(-1)!}`))
    return names
  }

  function placeOf(keyId: string): number {
    const place = ids.indexOf(keyId)
    if (place < 0) throw new Error(`pseudonym key ${keyId}: not among those given`)
    return place
  }

  return {
    ids,
    pseudonym(keyId, kind, identifier) {
      const last = placeOf(keyId)
      let name = hashes[0]!(`${kind}\0${identifier}`)
      for (let place = 1; place <= last; place++) name = hashes[place]!(`renewed\0${name}`)
      return `k${keyId}:${name}`
    },
    renew(pseudonym, keyId) {
      const last = placeOf(keyId)
      let name = pseudonym.slice(ID_LENGTH + 2)
      for (let place = placeOf(pseudonym.slice(1, ID_LENGTH + 1)) + 1; place <= last; place++) name = hashes[place]!(`renewed\0${name}`)
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

/** A ring from text: 64 hex digits a line, oldest first. `what` names the setting in the error. */
export function readKeyRing(what: string, text: string): KeyRing {
  const lines = text.split(/\s+/).filter(Boolean)
  if (lines.length === 0 || lines.some((line) => !/^[0-9a-f]{64}$/i.test(line)))
    throw new Error(`${what}: expected 64 hex digits, and another 64 on a line of their own for each later key`)
  return keyRing(lines.map((line) => Buffer.from(line, 'hex')))
}
