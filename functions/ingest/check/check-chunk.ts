import { encodeEvents } from '../../event-log/event-file.ts'
import { type FingerprintedEvent, fingerprinted } from '../../event-log/fingerprint.ts'
import { ENTRY_WORDS, packEntry } from '../../event-log/identity-index.ts'
import { type Finding, scanEvents } from '../../event-log/personal-scan.ts'
import { AGE_MARK } from '../../catalogue/event-type.ts'
import type { ReadingRules } from '../../events/worker.ts'
import { readEvent } from '../../events/event.ts'
import { type Problem, problem } from '../../events/problems.ts'
import type { Row } from '../parsers/row.ts'
import { type Observations, RowObserver } from './observations.ts'
import { redactRow } from './rejected-row.ts'
import { asDragFilled, boundedProblems, conflictProblem, erasedProblem } from './row-problems.ts'

/*
 * The rows of an upload are judged in two passes, one chunk of rows at a time.
 *
 * Pass 1, check (`checkChunk`), needs nothing but the rows: each is validated, its person becomes a pseudonym, its content a
 * fingerprint. It takes most of the time, so it may run in other threads (`thread-pool.ts`), several chunks in parallel.
 *
 * Between the passes, in the order of the chunks, `classify-rows.ts` compares each valid row with what was accepted before, and gives it
 * a fate: accepted, duplicate, conflict, or of an erased person.
 *
 * Pass 2, settle (the method `settle` of a checked chunk), turns the fates into results, in the thread that checked the chunk and holds its
 * events: the accepted events as a Parquet file, and the rejected rows with their reasons.
 */

/** The fate of a row that is valid. A byte each, since they travel between threads. */
export const ACCEPTED = 0
export const DUPLICATE = 1
export const CONFLICT = 2
export const OF_ERASED = 3

/** A rejected row of a chunk: its index in the chunk, its redacted content, and the reasons. */
export interface RejectedChunkRow {
  row: number
  problems: Problem[]
  content: unknown
}

/** The result of pass 1. */
export interface CheckedChunk {
  rows: number
  /** How many rows are not valid. They travel between threads once, when the chunk is settled. */
  rejectedRows: number
  /** For each valid row: its index in the chunk. */
  valid: Uint32Array
  /** For each valid row: its packed identity and fingerprint, `ENTRY_WORDS` words. */
  entries: Uint32Array
  /** For each valid row that names a person: the packed entry that shows whether that person was erased; zeros for the others. */
  persons?: Uint32Array
  observations: Observations
}

/** The result of pass 2. */
export interface SettledChunk {
  /** The accepted events as a Parquet file; undefined if there are none. */
  file: Uint8Array | undefined
  /** The numbers of people in its texts, which it was scanned for: none, since rows with such a number are rejected. */
  findings: Finding[]
  /** The rows that were neither accepted nor duplicates, in order; conflicts with the fingerprint that arrived. */
  rejected: (RejectedChunkRow & { fingerprint?: string })[]
}

export interface ChunkOptions {
  /** The fields of a table's columns. */
  names?: readonly string[]
  /** Whether any person was erased, so that events of erased persons must be found. */
  findErased: boolean
}

/** Caches pseudonyms, since one person may be in many rows. The cache lives as long as its chunk. */
function cached(pseudonym: ReadingRules['pseudonym']): ReadingRules['pseudonym'] {
  const cache = { id_number: new Map<string, string>(), phone: new Map<string, string>(), ref: new Map<string, string>() }
  return (kind, identifier) => {
    let name = cache[kind].get(identifier)
    if (name === undefined) cache[kind].set(identifier, (name = pseudonym(kind, identifier)))
    return name
  }
}

/** Reads a row as an event, or gives the reasons why it is not one. */
function readRow(row: Row, rules: ReadingRules) {
  return row.ok ? readEvent(row.raw, rules) : { ok: false as const, problems: [problem('body', row.code ?? 'unreadable', row.reason)] }
}

/** Packs identities and fingerprints, and with `findErased` the entries that show whether a person was erased. */
function packEntries(events: readonly FingerprintedEvent[], findErased: boolean): Pick<CheckedChunk, 'entries' | 'persons'> {
  const entries = new Uint32Array(events.length * ENTRY_WORDS)
  const persons = findErased ? new Uint32Array(events.length * ENTRY_WORDS) : undefined
  events.forEach(({ event, fingerprint }, index) => {
    packEntry(entries, index * ENTRY_WORDS, event.source, event.id, event.revision, fingerprint)
    // Revision 0 of an identity in the index means that the person of the event was erased.
    if (persons && event.data.worker !== undefined) packEntry(persons, index * ENTRY_WORDS, event.source, event.id, 0, fingerprint)
  })
  return { entries, ...(persons && { persons }) }
}

/**
 * Pass 1: checks the rows of a chunk against the rules. The result carries pass 2, `settle`, which takes the fate of each valid row, in
 * order. Rows are not kept: `rows` is called again if there are conflicts, which are few.
 */
export function checkChunk(
  rows: () => Iterable<Row>,
  given: ReadingRules,
  { names, findErased }: ChunkOptions,
): CheckedChunk & { settle(fates: Uint8Array): SettledChunk } {
  const rules = { ...given, pseudonym: cached(given.pseudonym) }
  const observer = new RowObserver()
  const rejected: RejectedChunkRow[] = []
  const valid: number[] = []
  const events: FingerprintedEvent[] = []
  let count = 0
  for (const row of rows()) {
    const index = count++
    const continuesSeries = observer.observe(row)
    const read = readRow(row, rules)
    if (read.ok) {
      valid.push(index)
      if (read.event.data[AGE_MARK] !== undefined) observer.observations.implausibleAges++
      observer.identified(read.event.source, read.event.id)
      events.push(fingerprinted(read.event, read.receivedOn ?? rules.today))
    } else {
      const problems = continuesSeries ? asDragFilled(read.problems) : read.problems
      rejected.push({ row: index, problems: boundedProblems(problems), content: redactRow(names, row) })
    }
  }

  function settle(fates: Uint8Array): SettledChunk {
    const accepted = events.filter((_, index) => fates[index] === ACCEPTED)
    const all: SettledChunk['rejected'] = [...rejected]
    const again = fates.some((fate) => fate === CONFLICT || fate === OF_ERASED) ? [...rows()] : []
    events.forEach(({ event, fingerprint }, index) => {
      const row = valid[index]!
      const content = () => redactRow(names, again[row]!)
      if (fates[index] === CONFLICT) all.push({ row, problems: [conflictProblem(event.revision)], content: content(), fingerprint })
      else if (fates[index] === OF_ERASED) all.push({ row, problems: [erasedProblem], content: content() })
    })
    all.sort((a, b) => a.row - b.row)
    return { file: accepted.length > 0 ? encodeEvents(accepted) : undefined, findings: scanEvents(accepted), rejected: all }
  }

  return {
    rows: count,
    rejectedRows: rejected.length,
    valid: Uint32Array.from(valid),
    ...packEntries(events, findErased),
    observations: observer.observations,
    settle,
  }
}
