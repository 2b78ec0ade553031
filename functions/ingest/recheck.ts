import { type Event, eventContent, readEvent } from '../events/event.ts'
import { HIDDEN } from '../events/problems.ts'
import { isRecord } from '../events/event.ts'
import { decodeEvents } from '../event-log/event-file.ts'
import { getFile } from '../storage/blobs.ts'
import { shanghaiDay } from '../domain/calendar.ts'
import type { Store } from '../storage/store.ts'
import { catalogueHash } from '../catalogue/hash.ts'
import type { Dataset, RejectedRows } from './dataset.ts'
import type { RejectedRow } from './rejected-rows.ts'
import { fromCells } from './parsers/table.ts'
import { rulesOf } from './check/classify.ts'

/** A row for which the rules of this version say something else than those that it met. */
export interface ChangedRow {
  receipt_id: string
  row: number
  before: string[]
  now: string[]
}

/** What would become of what is stored if this version of the rules were put in force. Nothing is changed by trying. */
export interface Trial {
  /** Hash of the catalogue that was tried. */
  catalogue: string
  /** Rejected rows that were kept: how many there are, and those that would now be taken, or rejected for other reasons. */
  rejected: { rows: number; now_taken: ChangedRow[]; other_reasons: ChangedRow[] }
  /** Accepted events: how many there are, and those that would now be rejected or read as something else. */
  accepted: {
    events: number
    now_rejected: { source: string; id: string; now: string[] }[]
    read_otherwise: { source: string; id: string }[]
  }
}

const said = (problems: readonly { field: string; code: string }[]) => problems.map(({ field, code }) => `${field} ${code}`).sort()

/** A kept row as it came, with a stand-in where its person was hidden: a person is judged once and not again. */
function rawOf(kept: RejectedRows, { content }: RejectedRow): unknown {
  const row = kept.names
    ? fromCells(
        kept.names,
        (content as string[]).map((cell) => (cell === HIDDEN ? '' : cell)),
      )
    : undefined
  if (row && !row.ok) return undefined
  const raw: unknown = row ? row.raw : content
  if (!isRecord(raw)) return undefined
  const hidesPerson = kept.names
    ? (content as string[]).some((cell, column) => cell === HIDDEN && kept.names![column]!.startsWith('worker.'))
    : isRecord(raw.data) && raw.data.worker === HIDDEN
  if (!hidesPerson) return raw
  return { ...raw, data: { ...(raw.data as Record<string, unknown>), worker: { ref: 'hidden' } } }
}

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

/** Tries the rules of this version on every row that was kept aside and every event that was accepted (B15). */
export async function tryRules(dataset: Dataset, store: Store, now: Date): Promise<Trial> {
  const day = shanghaiDay(now)
  const rules = { ...rulesOf(dataset.keys, dataset.keys.ids.at(-1)!, now), pseudonym: (_kind: string, identifier: string) => identifier }
  const trial: Trial = {
    catalogue: catalogueHash,
    rejected: { rows: 0, now_taken: [], other_reasons: [] },
    accepted: { events: 0, now_rejected: [], read_otherwise: [] },
  }
  for (const { receipt_id } of await dataset.receipts(Number.MAX_SAFE_INTEGER)) {
    const kept = (await dataset.rejectedRows(receipt_id))!
    for await (const row of kept.rows) {
      if (row.fingerprints) continue
      trial.rejected.rows++
      const raw = rawOf(kept, row)
      if (raw === undefined) continue
      const read = readEvent(raw, rules)
      const before = said(row.problems)
      const after = read.ok ? [] : said(read.problems)
      // What was wrong with a person stays wrong: there is nothing left to judge again.
      const persons = before.filter((one) => one.startsWith('data.worker'))
      const now = [...after, ...persons].sort()
      const changed = { receipt_id, row: row.row, before, now }
      if (now.length === 0) trial.rejected.now_taken.push(changed)
      else if (now.join() !== before.join()) trial.rejected.other_reasons.push(changed)
    }
  }
  for (const file of dataset.log.live()) {
    for (const { event } of await decodeEvents(await getFile(store, file))) {
      trial.accepted.events++
      const read = readEvent(rawOfEvent(event), { ...rules, lastDay: event.occurredOn > day ? event.occurredOn : rules.lastDay })
      if (!read.ok) trial.accepted.now_rejected.push({ source: event.source, id: event.id, now: said(read.problems) })
      else if (eventContent(read.event) !== eventContent(event)) trial.accepted.read_otherwise.push({ source: event.source, id: event.id })
    }
  }
  return trial
}
