import { hash } from 'node:crypto'
import type { Day } from '../domain/calendar.ts'
import type { Event } from '../events/event.ts'
import { eventContent } from '../events/content.ts'

/** An event with the fingerprint of its content. */
export interface FingerprintedEvent {
  event: Event
  /** 128 bits of SHA-256 over the canonical content, as 32 hex digits. */
  fingerprint: string
  /** The day on which it was received, in Shanghai; absent in files written before this was stored. */
  receivedOn?: Day
}

/** The fingerprint of an event whose person was erased. */
export const ERASED = '0'.repeat(32)

/** Adds the fingerprint to an event. The same content gives the same fingerprint, in whatever format it came. */
export function fingerprinted(event: Event, receivedOn?: Day): FingerprintedEvent {
  return { event, fingerprint: hash('sha256', eventContent(event), 'hex').slice(0, 32), ...(receivedOn && { receivedOn }) }
}
