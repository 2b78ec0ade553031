import { createHmac, createSecretKey } from 'node:crypto'
import type { IdentifierKind } from '../domain/event.ts'

/** The secret that makes people unrecognisable. It is never kept beside the data. */
export interface PseudonymKey {
  /** Names the key in every commit without telling it. */
  id: string
  pseudonym(kind: IdentifierKind, identifier: string): string
  /** A keyed hash of bytes, 128 bits in hex: names an upload without letting anyone guess its content. */
  digest(domain: 'upload' | 'idempotency', body: Uint8Array | string): string
}

/** A key from 32 secret bytes. HMAC-SHA-256, one domain per kind of identifier, truncated to 128 bits. */
export function pseudonymKey(secret: Uint8Array): PseudonymKey {
  if (secret.length !== 32) throw new Error(`pseudonym key: expected 32 bytes, got ${secret.length}`)
  // A key object is made once: a bare buffer would be wrapped anew for every person, at six times the cost.
  const key = createSecretKey(secret)
  const hmac = (domain: string, body: Uint8Array | string) =>
    createHmac('sha256', key).update(domain).update('\0').update(body).digest('hex').slice(0, 32)
  const id = hmac('key', '').slice(0, 8)
  return {
    id,
    pseudonym: (kind, identifier) => `k${id}:${hmac(kind, identifier)}`,
    digest: (domain, body) => hmac(domain, body),
  }
}
