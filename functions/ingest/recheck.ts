import { catalogueHash } from '../catalogue/hash.ts'
import { BESIDE_CONTENT, IDENTIFIER_COLUMNS } from '../catalogue/event-type.ts'
import { decodeEvents } from '../event-log/event-file.ts'
import { type Event, readEvent } from '../events/event.ts'
import type { ReadingRules } from '../events/worker.ts'
import { eventContent } from '../events/content.ts'
import { isRecord } from '../events/absent.ts'
import { HIDDEN } from '../events/problems.ts'
import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { readingRules } from './check/classify-rows.ts'
import type { RejectedRow } from './check/rejected-row.ts'
import { type Dataset, RowsExpired } from './dataset.ts'
import { lineReader } from './parsers/table.ts'
import type { RejectedRows } from './rejected-rows.ts'

/** A row that these rules judge otherwise than the rules under which it came. */
export interface ChangedRow {
  receipt_id: string
  row: number
  before: string[]
  now: string[]
}

/** What these rules would make of the stored rows and events. Nothing is changed. */
export interface Trial {
  /** Hash of the catalogue whose rules are tried. */
  catalogue: string
  /** Stored rejected rows: how many there are, those that would now be accepted, and those that would be rejected for other reasons. */
  rejected: { rows: number; now_taken: ChangedRow[]; other_reasons: ChangedRow[] }
  /** Accepted events: how many there are, those that would now be rejected, and those that would be read as other content. */
  accepted: {
    events: number
    now_rejected: { source: string; id: string; now: string[] }[]
    read_otherwise: { source: string; id: string }[]
  }
}

const reasons = (problems: readonly { field: string; code: string }[]) => problems.map(({ field, code }) => `${field} ${code}`).sort()

/** A stored row as it came, with a stand-in for a hidden person: what was hidden cannot be judged again. */
function rawOf(rejected: RejectedRows, { content }: RejectedRow): unknown {
  const row = rejected.names
    ? lineReader(rejected.names)({ cells: (content as string[]).map((cell) => (cell === HIDDEN ? '' : cell)) })
    : undefined
  if (row && !row.ok) return undefined
  const raw: unknown = row ? row.raw : content
  if (!isRecord(raw)) return undefined
  const hidesPerson = rejected.names
    ? (content as string[]).some((cell, column) => cell === HIDDEN && rejected.names![column]!.startsWith('worker.'))
    : isRecord(raw.data) && raw.data.worker === HIDDEN
  if (!hidesPerson) return raw
  return { ...raw, data: { ...(raw.data as Record<string, unknown>), worker: { ref: 'hidden' } } }
}

/** An event with one pseudonym of its person, as `worker`. */
function withOnePseudonym(event: Event): Event {
  const hidden: readonly string[] = [...IDENTIFIER_COLUMNS, ...BESIDE_CONTENT]
  return { ...event, data: Object.fromEntries(Object.entries(event.data).filter(([name]) => !hidden.includes(name))) }
}

/** An event as it could have come, with the pseudonym of its person as a reference. */
function rawOfEvent({ source, id, revision, isVoid, type, occurredOn, data }: Event): unknown {
  const { worker, ...rest } = data
  return {
    source,
    id,
    revision,
    ...(isVoid && { void: true }),
    ...(type && { type, occurred_on: occurredOn }),
    data: { ...rest, ...(worker !== undefined && { worker: { ref: worker } }) },
  }
}

/** The rejected rows of a receipt; undefined where they are not kept any more. */
async function stillKept(dataset: Dataset, id: string): Promise<RejectedRows | undefined> {
  return dataset.rejectedRows(id).catch((error: unknown) => {
    if (error instanceof RowsExpired) return undefined
    throw error
  })
}

/** Tries the rules on the stored rejected rows; conflicts are left out, since no rule decides them. */
async function tryRejected(dataset: Dataset, rules: ReadingRules): Promise<Trial['rejected']> {
  const trial: Trial['rejected'] = { rows: 0, now_taken: [], other_reasons: [] }
  for (const { receipt_id } of await dataset.receipts(Number.MAX_SAFE_INTEGER)) {
    const rejected = await stillKept(dataset, receipt_id)
    if (!rejected) continue
    for await (const row of rejected.rows) {
      if (row.fingerprints) continue
      trial.rows++
      const raw = rawOf(rejected, row)
      if (raw === undefined) continue
      const read = readEvent(raw, rules)
      const before = reasons(row.problems)
      // What was wrong with a person stays wrong: it is no longer there to be judged.
      const ofPerson = before.filter((one) => one.startsWith('data.worker'))
      const now = [...(read.ok ? [] : reasons(read.problems)), ...ofPerson].sort()
      const changed = { receipt_id, row: row.row, before, now }
      if (now.length === 0) trial.now_taken.push(changed)
      else if (now.join() !== before.join()) trial.other_reasons.push(changed)
    }
  }
  return trial
}

/** Tries the rules on the accepted events. A day in the future of today stays allowed: it was accepted. */
async function tryAccepted(dataset: Dataset, store: Store, rules: ReadingRules): Promise<Trial['accepted']> {
  const trial: Trial['accepted'] = { events: 0, now_rejected: [], read_otherwise: [] }
  for (const file of dataset.log.live()) {
    for (const { event: stored } of await decodeEvents(await getFile(store, file))) {
      trial.events++
      // Pseudonyms cannot be judged as identifiers: what an event says beside its person is.
      const event = withOnePseudonym(stored)
      const { source, id, occurredOn } = event
      const read = readEvent(rawOfEvent(event), { ...rules, lastDay: occurredOn > rules.today ? occurredOn : rules.lastDay })
      if (!read.ok) trial.now_rejected.push({ source, id, now: reasons(read.problems) })
      else if (eventContent(read.event) !== eventContent(event)) trial.read_otherwise.push({ source, id })
    }
  }
  return trial
}

/** Tries the rules of this version on every rejected row and every accepted event (row B15 of test/MATRIX.md). */
export async function tryRules(dataset: Dataset, store: Store, now: Date): Promise<Trial> {
  const rules: ReadingRules = {
    ...readingRules({ ...dataset, keyId: dataset.keys.ids.at(-1)! }, now),
    pseudonym: (_kind, identifier) => identifier,
  }
  return {
    catalogue: catalogueHash,
    rejected: await tryRejected(dataset, rules),
    accepted: await tryAccepted(dataset, store, rules),
  }
}
