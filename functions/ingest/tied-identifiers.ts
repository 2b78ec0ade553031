import { decodeEvents } from '../event-log/event-file.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { FingerprintedEvent } from '../event-log/fingerprint.ts'
import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'

/** What decides in an event file which identifiers are tied. */
export interface FileNames {
  /** The events that name two or three identifiers. */
  naming: FingerprintedEvent[]
  /** The highest revision of each corrected event of the file. */
  revisions: Map<string, number>
}

const identityOf = ({ event }: FingerprintedEvent) => JSON.stringify([event.source, event.id])

/** Finds what decides ties in a list of events. */
export function namesIn(events: readonly FingerprintedEvent[]): FileNames {
  const revisions = new Map<string, number>()
  for (const one of events) {
    if (one.event.revision === 1) continue
    revisions.set(identityOf(one), Math.max(one.event.revision, revisions.get(identityOf(one)) ?? 0))
  }
  // A phone or a reference has a column of its own only in an event that names another identifier too.
  return { naming: events.filter(({ event }) => event.data.worker_phone !== undefined || event.data.worker_ref !== undefined), revisions }
}

/** Reads what decides ties in an event file. */
export async function readNames(store: Store, file: EventFile): Promise<FileNames> {
  return namesIn(await decodeEvents(await getFile(store, file)))
}

/** For each identifier of one kind, those of another kind that an event names with it. */
type NamedWith = Map<string, Set<string>>

function namedWith(events: readonly FingerprintedEvent[], own: string, other: string): NamedWith {
  const found: NamedWith = new Map()
  for (const { event } of events) {
    const [key, value] = [event.data[own], event.data[other]]
    if (typeof key === 'string' && typeof value === 'string') found.set(key, (found.get(key) ?? new Set()).add(value))
  }
  return found
}

/** The one element of a set; undefined if it has none or several. */
const onlyOne = (set: Set<string> | undefined) => (set?.size === 1 ? [...set][0] : undefined)

/**
 * The person of every identifier that is tied to another one, by the live events (functions/docs/contract.md, section 5, One person). It
 * gives for each file what `readNames` found in it. The count does the same in `queries/staging/ties.sql`.
 */
export function tiesOf(files: readonly FileNames[]): Map<string, string> {
  const latest = new Map<string, number>()
  for (const { revisions } of files)
    for (const [identity, revision] of revisions) latest.set(identity, Math.max(revision, latest.get(identity) ?? 0))
  const live = files.flatMap(({ naming }) => naming.filter((one) => one.event.revision === (latest.get(identityOf(one)) ?? 1)))
  const numbersOfRef = namedWith(live, 'worker_ref', 'worker_id_number')
  const phonesOfRef = namedWith(live, 'worker_ref', 'worker_phone')
  const numbersOfPhone = namedWith(live, 'worker_phone', 'worker_id_number')
  const refsOfPhone = namedWith(live, 'worker_phone', 'worker_ref')
  const ties = new Map<string, string>()
  for (const phone of new Set([...numbersOfPhone.keys(), ...refsOfPhone.keys()])) {
    const ref = onlyOne(refsOfPhone.get(phone))
    const person = numbersOfPhone.has(phone) ? onlyOne(numbersOfPhone.get(phone)) : ref && onlyOne(numbersOfRef.get(ref))
    if (person) ties.set(phone, person)
  }
  for (const ref of new Set([...numbersOfRef.keys(), ...phonesOfRef.keys()])) {
    const phone = onlyOne(phonesOfRef.get(ref))
    const person = numbersOfRef.has(ref) ? onlyOne(numbersOfRef.get(ref)) : phone && (ties.get(phone) ?? phone)
    if (person) ties.set(ref, person)
  }
  return ties
}

/** Some identifiers, and all that are tied to the same persons. */
export function allTiedTo(identifiers: readonly string[], ties: ReadonlyMap<string, string>): Set<string> {
  const persons = new Set(identifiers.map((one) => ties.get(one) ?? one))
  return new Set([...identifiers, ...persons, ...[...ties].filter(([, person]) => persons.has(person)).map(([one]) => one)])
}
