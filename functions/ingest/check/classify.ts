import { addDays, shanghaiDay } from '../../domain/calendar.ts'
import type { ReadingRules } from '../../events/event.ts'
import type { Problem } from '../../events/problems.ts'
import { ENTRY_WORDS, type Identities, noIdentities } from '../../event-log/identity-index.ts'
import { ACCEPTED, CONFLICT, type CheckedChunk, DUPLICATE, type Noticed, OF_ERASED, type SettledChunk, checkChunk } from './check-chunk.ts'
import type { RejectedRow } from '../rejected-rows.ts'
import type { KeyRing } from '../pseudonyms.ts'
import type { Note, Row, Rows } from '../parsers/row.ts'

/** An error of a receipt: one per failing field of a rejected row, one per conflict. */
export interface ReceiptError extends Problem {
  row: number
}

/** What became of the rows of an upload. The last four add up to `rows`. */
export interface Counts {
  rows: number
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
}

/** Where the pieces of an upload go while it is read. Their bounds depend on the upload alone. */
export interface ChunkSink {
  accepted(file: Uint8Array, rows: number): Promise<void>
  kept(rows: readonly RejectedRow[]): Promise<void>
}

/** What is told of an upload once all of its rows were read. */
export interface TakenIn {
  counts: Counts
  errors: ReceiptError[]
  /** How many errors there are beyond those listed: a receipt is to be read by people. */
  errors_omitted: number
  notes: Note[]
  /** The identities that it would add. */
  identities: Identities
}

/** An upload is read in pieces of this many rows, and held in memory no further. */
const ROWS_A_PIECE = 10_000
const KEPT_A_FILE = 10_000
const MOST_ERRORS = 100_000

/** The rules of today, with the pseudonyms of a key. */
export function rulesOf(keys: KeyRing, keyId: string, now: Date): ReadingRules {
  const today = shanghaiDay(now)
  return { today, lastDay: addDays(today, 1), pseudonym: (kind, identifier) => keys.pseudonym(keyId, kind, identifier) }
}

/** A piece that was checked here or in another thread, and can be settled there. */
export type PieceAtWork = CheckedChunk & { settle(fates: Uint8Array): SettledChunk | Promise<SettledChunk> }

/** Checks the rows of an upload in this thread, piece by piece. */
export async function* checkedHere(rows: Rows, rules: ReadingRules, looksForErased: boolean): AsyncGenerator<PieceAtWork> {
  const options = { looksForErased, ...(rows.names && { names: rows.names }) }
  let piece: Row[] = []
  for await (const batch of rows.batches) {
    for (const row of batch) piece.push(row)
    if (piece.length >= ROWS_A_PIECE) {
      const rowsOfPiece = piece
      yield checkChunk(() => rowsOfPiece, rules, options)
      piece = []
    }
    // Others get their turn: an upload of a million rows holds up nobody.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  if (piece.length > 0) yield checkChunk(() => piece, rules, options)
}

/** What becomes of each row that passed, given what was accepted before and earlier in this upload, which it adds to. */
function sort(piece: CheckedChunk, known: Identities, mine: Identities, counts: Counts): Uint8Array {
  const fates = new Uint8Array(piece.passed.length)
  for (let index = 0; index < fates.length; index++) {
    const at = index * ENTRY_WORDS
    if (piece.persons && known.fateOf(piece.persons, at) !== 'new') {
      fates[index] = OF_ERASED
      counts.rejected++
      continue
    }
    const inThisUpload = mine.fateOf(piece.entries, at)
    const fate = inThisUpload === 'new' ? known.fateOf(piece.entries, at) : inThisUpload
    if (fate === 'new') {
      fates[index] = ACCEPTED
      counts.accepted++
      mine.take(piece.entries, at)
    } else if (fate === 'same') {
      fates[index] = DUPLICATE
      counts.duplicates++
    } else {
      fates[index] = CONFLICT
      counts.conflicts++
    }
  }
  return fates
}

/** The fingerprints that stand for the conflicts of a piece, in their order. */
function standingOf(piece: CheckedChunk, fates: Uint8Array, known: Identities, mine: Identities): string[] {
  const standing: string[] = []
  fates.forEach((fate, index) => {
    if (fate !== CONFLICT) return
    const at = index * ENTRY_WORDS
    standing.push((mine.fateOf(piece.entries, at) === 'new' ? known : mine).standing(piece.entries, at))
  })
  return standing
}

/**
 * Takes in the checked pieces of an upload in their order, and sorts their rows into accepted, duplicate, conflict and rejected,
 * against what was accepted before. Throws UnreadableBody where the upload breaks off: nothing is committed then.
 */
export async function takeIn(
  checked: AsyncIterable<PieceAtWork>,
  known: Identities,
  pieces: ChunkSink,
): Promise<Omit<TakenIn, 'notes'> & { noticed: Noticed }> {
  const counts: Counts = { rows: 0, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 }
  const errors: ReceiptError[] = []
  const identities = noIdentities()
  const noticed: Noticed = { longestDrag: 1, formulas: 0, formulaLike: 0 }
  let omitted = 0
  let kept: RejectedRow[] = []
  let writing: Promise<void> = Promise.resolve()

  /** Notes what a settled piece keeps aside, and writes what it accepted. */
  async function write(settled: Promise<SettledChunk>, first: number, accepted: number, standing: string[]): Promise<void> {
    const { file, kept: rows } = await settled
    for (const { row, problems, content, fingerprint } of rows) {
      for (const one of problems) {
        if (errors.length < MOST_ERRORS) errors.push({ row: first + row + 1, ...one })
        else omitted++
      }
      kept.push({ row: first + row + 1, problems, content, ...(fingerprint && { fingerprints: [standing.shift()!, fingerprint] }) })
    }
    if (file) await pieces.accepted(file, accepted)
    for (; kept.length >= KEPT_A_FILE; kept = kept.slice(KEPT_A_FILE)) await pieces.kept(kept.slice(0, KEPT_A_FILE))
  }

  for await (const piece of checked) {
    const { rows: first, accepted } = counts
    counts.rows += piece.rows
    counts.rejected += piece.rejected.length
    noticed.longestDrag = Math.max(noticed.longestDrag, piece.noticed.longestDrag)
    noticed.formulas += piece.noticed.formulas
    noticed.formulaLike += piece.noticed.formulaLike
    const fates = sort(piece, known, identities, counts)
    const standing = standingOf(piece, fates, known, identities)
    const settled = Promise.resolve(piece.settle(fates))
    settled.catch(() => undefined)
    const before = writing
    const count = counts.accepted - accepted
    writing = before.then(() => write(settled, first, count, standing))
    writing.catch(() => undefined)
    // One piece is written while the next one is checked; no more, so that memory stays bounded.
    await before
  }
  await writing
  if (kept.length > 0) await pieces.kept(kept)
  return { counts, errors, errors_omitted: omitted, noticed, identities }
}

/** What is told of an upload as a whole. */
export function notesOf({ longestDrag, formulas, formulaLike }: Noticed): Note[] {
  const notes: Note[] = []
  if (longestDrag >= 3) {
    notes.push({
      code: 'drag_filled',
      message: `有连续 ${longestDrag} 行的身份证号逐行加 1，像是拖动填充出来的，请核对原始资料`,
      message_en: `identity numbers go up by one over ${longestDrag} rows, as when a cell is dragged down: check them against the originals`,
    })
  }
  if (formulas > 0)
    notes.push({
      code: 'formula',
      message: `${formulas} 行含有公式，未接收`,
      message_en: `${formulas} rows hold formulas and were not taken`,
    })
  if (formulaLike > 0) {
    notes.push({
      code: 'formula_like',
      message: `${formulaLike} 行有以 = 或 @ 开头的文字，只作文字处理`,
      message_en: `${formulaLike} rows hold text that begins with = or @, which is taken as text and nothing else`,
    })
  }
  return notes
}
