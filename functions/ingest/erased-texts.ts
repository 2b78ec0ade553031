import { randomBytes } from 'node:crypto'
import { type PersonalNumber, personalNumbersIn, replacePersonalNumbers } from '../domain/personal-numbers.ts'
import { isRecord } from '../events/absent.ts'
import { ERASED, type FingerprintedEvent, fingerprinted } from '../event-log/fingerprint.ts'
import { TEXT_FIELDS } from '../event-log/personal-scan.ts'
import type { Value } from '../events/text-field.ts'

/** Finds the numbers of one person in texts, in whatever way they are written, and replaces each by a stand-in of its own. */
export class ErasedTexts {
  readonly #isMeant: (one: PersonalNumber) => boolean
  /** Random, and the same wherever a number stands, so that ids stay distinct and what they name stays the same thing. */
  readonly #standIns = new Map<string, string>()

  constructor(isMeant: (one: Pick<PersonalNumber, 'kind' | 'number'>) => boolean) {
    this.#isMeant = isMeant
  }

  #standIn(number: string): string {
    let standIn = this.#standIns.get(number)
    if (standIn === undefined) this.#standIns.set(number, (standIn = `erased-${randomBytes(6).toString('hex')}`))
    return standIn
  }

  /** Whether a text holds a number of the person. */
  names(text: string): boolean {
    return personalNumbersIn(text).some(this.#isMeant)
  }

  /** A text without the numbers of the person. */
  text(text: string): string {
    let replaced = text
    for (const { number } of personalNumbersIn(text).filter(this.#isMeant))
      replaced = replacePersonalNumbers(replaced, this.#standIn(number), (one) => one.number === number && this.#isMeant(one))
    return replaced
  }

  /** A JSON value without the numbers of the person in its texts and names. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((one) => this.json(one))
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.text(name), this.json(one)]))
  }

  /** An event without the numbers of the person in its texts; the same object where it holds none. */
  event(one: FingerprintedEvent): FingerprintedEvent {
    const { event, fingerprint, receivedOn } = one
    let isChanged = false
    const changed = <T extends Value>(value: T): T => {
      const without = (Array.isArray(value) ? value.map((item) => this.text(item)) : this.text(value as string)) as T
      if (String(without) !== String(value)) isChanged = true
      return without
    }
    const texts = Object.entries(event.data).filter(
      ([name, value]) => TEXT_FIELDS.has(name) && (typeof value === 'string' || Array.isArray(value)),
    )
    const data = { ...event.data, ...Object.fromEntries(texts.map(([name, value]) => [name, changed(value)])) }
    const without = { ...event, source: changed(event.source), id: changed(event.id), data }
    if (!isChanged) return one
    return fingerprint === ERASED ? { ...one, event: without } : fingerprinted(without, receivedOn)
  }
}
