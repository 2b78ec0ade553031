import { hash } from 'node:crypto'
import { type Event, eventContent } from '../domain/event.ts'

/** An event with the fingerprint of its content. */
export interface FingerprintedEvent {
  event: Event
  /** 128 bits of SHA-256 over the canonical content, in hex. */
  fingerprint: string
}

/** What stands in the place of a fingerprint once the person of the event was erased. */
export const ERASED = '0'.repeat(32)

/** An event with its fingerprint: the same content gives the same, wherever it came from. */
export function fingerprinted(event: Event): FingerprintedEvent {
  return { event, fingerprint: hash('sha256', eventContent(event), 'hex').slice(0, 32) }
}
