import { hash } from 'node:crypto'
import type { Day } from '../domain/calendar.ts'
import { type Event, eventContent } from '../events/event.ts'

/** An event with the fingerprint of its content. */
export interface FingerprintedEvent {
  event: Event
  /** 128 bits of SHA-256 over the canonical content, in hex. */
  fingerprint: string
  /** The day it was received, in Shanghai; absent for what was taken in before that was kept. */
  receivedOn?: Day
}

/** What stands in the place of a fingerprint once the person of the event was erased. */
export const ERASED = '0'.repeat(32)

/** An event with its fingerprint: the same content gives the same, wherever it came from. */
export function fingerprinted(event: Event, receivedOn?: Day): FingerprintedEvent {
  return { event, fingerprint: hash('sha256', eventContent(event), 'hex').slice(0, 32), ...(receivedOn && { receivedOn }) }
}
