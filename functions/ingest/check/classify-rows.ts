import { addDays, shanghaiDay } from '../../domain/calendar.ts'
import { ENTRY_WORDS, type Identities, emptyIdentities } from '../../event-log/identity-index.ts'
import type { Finding } from '../../event-log/personal-scan.ts'
import type { ReadingRules } from '../../events/worker.ts'
import type { Problem } from '../../events/problems.ts'
import type { KeyRing } from '../../pseudonyms/key-ring.ts'
import type { Row, Rows } from '../parsers/row.ts'
import { ACCEPTED, CONFLICT, type CheckedChunk, DUPLICATE, OF_ERASED, type SettledChunk, checkChunk } from './check-chunk.ts'
import { type Observations, addObservations, noObservations } from './observations.ts'
import type { RejectedRow } from './rejected-row.ts'
import { type RowRuns, addRow } from './row-runs.ts'

/** An error of a receipt: one per failing field of a rejected row, one per conflict. */
export interface ReceiptError extends Problem {
  row: number
}

/** How many rows an upload has, and their fates. The last four add up to `rows`. */
export interface Counts {
  rows: number
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
}

/** Receives the results of an upload while it is read. Where they are cut into files depends on the upload alone. */
export interface ChunkSink {
  /** Accepted events as a Parquet file, and what a scan of their texts for numbers of people found. */
  accepted(file: Uint8Array, rows: number, findings: readonly Finding[]): Promise<void>
  rejected(rows: readonly RejectedRow[]): Promise<void>
}

/** The result of classifying all rows of an upload. */
export interface Classified {
  counts: Counts
  errors: ReceiptError[]
  /** How many errors there are beyond those listed: a receipt is read by people. */
  errorsOmitted: number
  /** The rows that are duplicates; where conflicts are not listed by themselves, all rows that are known. */
  duplicateRows: RowRuns
  observations: Observations
  /** The identities that the upload would add. */
  identities: Identities
}

/** A chunk after pass 1, checked in this thread or another, where it can be settled. */
export type PendingChunk = CheckedChunk & { settle(fates: Uint8Array): SettledChunk | Promise<SettledChunk> }

/** Rows in a chunk. An upload is read chunk by chunk, and not held in memory beyond that. */
const CHUNK_ROWS = 10_000
/** Rows in a file of rejected rows. */
const REJECTED_FILE_ROWS = 10_000

/** What bounds the classification of an upload, and what is listed of it. */
export interface ClassifyLimits {
  /** Errors that are listed. */
  errorsListed: number
  /** Whether conflicts are errors of their own. If not, they are listed among the rows that are known, with the duplicates. */
  listsConflicts: boolean
  /** Called with the number of rows read so far, before anything of the last ones is written. Throws where there are too many. */
  onRows?(rows: number): void
}

/** What the rules for reading events depend on, beside the day. */
export interface RulesBasis {
  keys: KeyRing
  keyId: string
  /** Whether the card of the dataset says that its events are simulated. */
  isSimulated?: boolean
}

/** The rules for reading events today, with the pseudonyms of one key. */
export function readingRules({ keys, keyId, isSimulated = false }: RulesBasis, now: Date): ReadingRules {
  const today = shanghaiDay(now)
  return {
    today,
    lastDay: addDays(today, 1),
    takesReceivedOn: isSimulated,
    pseudonym: (kind, identifier) => keys.pseudonym(keyId, kind, identifier),
  }
}

/** Checks the rows of an upload in this thread, chunk by chunk (pass 1, see `check-chunk.ts`). */
export async function* checkInThisThread(rows: Rows, rules: ReadingRules, findErased: boolean): AsyncGenerator<PendingChunk> {
  const options = { findErased, ...(rows.names && { names: rows.names }) }
  let chunk: Row[] = []
  for await (const batch of rows.batches) {
    for (const row of batch) chunk.push(row)
    if (chunk.length >= CHUNK_ROWS) {
      const full = chunk
      yield checkChunk(() => full, rules, options)
      chunk = []
    }
    // Let other requests run: an upload of a million rows must not block the process.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  if (chunk.length > 0) yield checkChunk(() => chunk, rules, options)
}

/** Decides the fates of valid rows, in order: against what was accepted before, and against earlier rows of the same upload. */
class Classifier {
  readonly counts: Counts = { rows: 0, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 }
  readonly duplicateRows: RowRuns = []
  /** The identities of the upload itself. */
  readonly identities = emptyIdentities()
  readonly #known: Identities

  readonly #listsConflicts: boolean

  constructor(known: Identities, listsConflicts: boolean) {
    this.#known = known
    this.#listsConflicts = listsConflicts
  }

  /** The fate of each valid row of a chunk, before which there are `rowsBefore`; accepted rows are added to the identities of the upload. */
  fatesOf({ valid, entries, persons }: CheckedChunk, rowsBefore: number): Uint8Array {
    const { counts, identities } = this
    const fates = new Uint8Array(valid.length)
    for (let index = 0; index < fates.length; index++) {
      const at = index * ENTRY_WORDS
      if (persons && this.#known.match(persons, at) !== 'new') {
        fates[index] = OF_ERASED
        counts.rejected++
        continue
      }
      const inUpload = identities.match(entries, at)
      const match = inUpload === 'new' ? this.#known.match(entries, at) : inUpload
      if (match === 'new') {
        fates[index] = ACCEPTED
        counts.accepted++
        identities.addPacked(entries, at)
      } else if (match === 'same') {
        fates[index] = DUPLICATE
        counts.duplicates++
        addRow(this.duplicateRows, rowsBefore + valid[index]! + 1)
      } else {
        fates[index] = CONFLICT
        counts.conflicts++
        if (!this.#listsConflicts) addRow(this.duplicateRows, rowsBefore + valid[index]! + 1)
      }
    }
    return fates
  }

  /** For each conflict of a chunk, in order: the fingerprint that was accepted. */
  acceptedFingerprints({ entries }: CheckedChunk, fates: Uint8Array): string[] {
    const fingerprints: string[] = []
    fates.forEach((fate, index) => {
      if (fate !== CONFLICT) return
      const at = index * ENTRY_WORDS
      const table = this.identities.match(entries, at) === 'new' ? this.#known : this.identities
      fingerprints.push(table.fingerprintOf(entries, at))
    })
    return fingerprints
  }
}

/** A chunk that is being settled. */
interface SettlingChunk {
  settled: Promise<SettledChunk>
  /** Rows of the upload before this chunk. */
  rowsBefore: number
  accepted: number
  /** The accepted fingerprints of its conflicts. */
  fingerprints: string[]
}

/** Collects the results of settled chunks and passes them on to the sink. */
class ResultWriter {
  readonly errors: ReceiptError[] = []
  errorsOmitted = 0
  readonly #sink: ChunkSink
  readonly #limits: ClassifyLimits
  #rejected: RejectedRow[] = []

  constructor(sink: ChunkSink, limits: ClassifyLimits) {
    this.#sink = sink
    this.#limits = limits
  }

  async write({ settled, rowsBefore, accepted, fingerprints }: SettlingChunk): Promise<void> {
    const { file, findings, rejected } = await settled
    let conflicts = 0
    for (const { row: index, problems, content, fingerprint } of rejected) {
      const row = rowsBefore + index + 1
      for (const one of fingerprint && !this.#limits.listsConflicts ? [] : problems) {
        if (this.errors.length < this.#limits.errorsListed) this.errors.push({ row, ...one })
        else this.errorsOmitted++
      }
      this.#rejected.push({
        row,
        problems,
        content,
        ...(fingerprint && { fingerprints: [fingerprints[conflicts++]!, fingerprint] as [string, string] }),
      })
    }
    if (file) await this.#sink.accepted(file, accepted, findings)
    while (this.#rejected.length >= REJECTED_FILE_ROWS) await this.#sink.rejected(this.#rejected.splice(0, REJECTED_FILE_ROWS))
  }

  async end(): Promise<void> {
    if (this.#rejected.length > 0) await this.#sink.rejected(this.#rejected)
  }
}

/**
 * Classifies the rows of an upload as accepted, duplicate, conflict or rejected, chunk by chunk and in order, against `known`, the
 * identities accepted before. Conflicts are always kept. Throws UnreadableBody if the upload breaks off: then nothing may be committed.
 */
export async function classifyRows(
  chunks: AsyncIterable<PendingChunk>,
  known: Identities,
  sink: ChunkSink,
  limits: ClassifyLimits,
): Promise<Classified> {
  const classifier = new Classifier(known, limits.listsConflicts)
  const writer = new ResultWriter(sink, limits)
  const observations = noObservations()
  const { counts } = classifier
  let writing: Promise<void> = Promise.resolve()
  for await (const chunk of chunks) {
    const { rows: rowsBefore, accepted: acceptedBefore } = counts
    counts.rows += chunk.rows
    limits.onRows?.(counts.rows)
    counts.rejected += chunk.rejectedRows
    addObservations(observations, chunk.observations)
    const fates = classifier.fatesOf(chunk, rowsBefore)
    const fingerprints = classifier.acceptedFingerprints(chunk, fates)
    const settled = Promise.resolve(chunk.settle(fates))
    // A failure is thrown where the result is awaited; without this, Node would report it as unhandled first.
    settled.catch(() => undefined)
    const previous = writing
    const accepted = counts.accepted - acceptedBefore
    writing = previous.then(() => writer.write({ settled, rowsBefore, accepted, fingerprints }))
    writing.catch(() => undefined)
    // One chunk is written while the next one is checked; not more, so that memory stays bounded.
    await previous
  }
  await writing
  await writer.end()
  const { duplicateRows, identities } = classifier
  return { counts, errors: writer.errors, errorsOmitted: writer.errorsOmitted, duplicateRows, observations, identities }
}
