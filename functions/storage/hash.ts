import { hash } from 'node:crypto'

/** SHA-256 of bytes or UTF-8 text, as 64 hex digits. */
export function sha256(body: Uint8Array | string): string {
  return hash('sha256', body, 'hex')
}
