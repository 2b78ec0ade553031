import { addDays, shanghaiDay } from '../domain/calendar.ts'
import { type ReadingRules, isRecord, readEvent } from '../domain/event.ts'
import { type Problem, problem } from '../domain/problems.ts'
import { ERASED, type FingerprintedEvent, fingerprinted } from '../lake/fingerprint.ts'
import { type Identities, noIdentities } from '../lake/identities.ts'
import { type KeptRow, keptContent } from './kept-aside.ts'
import type { KeyRing } from './keys.ts'
import type { Note, Row, Rows } from './row.ts'

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
export interface Pieces {
  accepted(events: readonly FingerprintedEvent[]): Promise<void>
  kept(rows: readonly KeptRow[]): Promise<void>
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

/** An upload is written in pieces of this many events, and held in memory no further. */
const EVENTS_A_PIECE = 25_000
const KEPT_A_PIECE = 10_000
const MOST_ERRORS = 100_000

/** The rules of today, with the pseudonyms of a key. */
export function rulesOf(keys: KeyRing, keyId: string, now: Date): ReadingRules {
  const today = shanghaiDay(now)
  return { today, lastDay: addDays(today, 1), pseudonym: (kind, identifier) => keys.pseudonym(keyId, kind, identifier) }
}

type Checked = { ok: true; one: FingerprintedEvent } | { ok: false; problems: Problem[] }

function check(row: Row, rules: ReadingRules): Checked {
  if (!row.ok) return { ok: false, problems: [problem('body', row.code ?? 'unreadable', row.reason)] }
  const read = readEvent(row.raw, rules)
  return read.ok ? { ok: true, one: fingerprinted(read.event) } : read
}

/** The identity number in a table's row, as it was printed. */
function printedNumber(row: Row): string {
  if (!row.cells || !row.ok || !isRecord(row.raw) || !isRecord(row.raw.data) || !isRecord(row.raw.data.worker)) return ''
  const printed = row.raw.data.worker.id_number
  return typeof printed === 'string' && /^\d{17}[\dXx]$/.test(printed.trim()) ? printed.trim() : ''
}

/** Notices identity numbers that go up by one from row to row, as a spreadsheet fills them when a cell is dragged down. */
function dragFinder(): { follows(row: Row): boolean; longest(): number } {
  let before = ''
  let run = 1
  let longest = 1
  return {
    follows(row) {
      const number = printedNumber(row)
      const follows = before !== '' && /^\d{18}$/.test(number) && /^\d{18}$/.test(before) && BigInt(number) === BigInt(before) + 1n
      run = follows ? run + 1 : 1
      longest = Math.max(longest, run)
      before = number
      return follows
    },
    longest: () => longest,
  }
}

const DRAGGED = {
  zh: '这个号码比上一行正好大 1，像是拖动填充出来的；请填写真实号码',
  en: 'this number is exactly one more than the row above, as when a cell is dragged down: enter the real one',
}

/** A wrong check character that goes on a series is told as the series that it is. */
function toldAsDragged(problems: Problem[]): Problem[] {
  return problems.map((one) =>
    one.field === 'data.worker.id_number' && one.code === 'check_character' ? problem(one.field, 'drag_filled', DRAGGED) : one,
  )
}

const erasedProblem = problem('data.worker', 'erased', {
  zh: '这条事件中的个人已依法删除，不再接收；撤回请用 void',
  en: 'the person of this event was erased on request, and it is not taken again; a void is',
})

function conflictProblem(revision: number): Problem {
  return problem('id', 'conflict', {
    zh: `同一来源、编号和版次（${revision}）已收到不同内容；原内容保留，请用更高版次更正`,
    en: `the same source, id and revision (${revision}) came before with other content; that one stays, send a higher revision to correct it`,
  })
}

/**
 * Reads the rows of an upload in their order, and sorts them into accepted, duplicate, conflict and rejected, against what was
 * accepted before. Throws UnreadableBody where the upload breaks off: nothing is committed then.
 */
export async function takeIn(rows: Rows, rules: ReadingRules, known: Identities, pieces: Pieces): Promise<TakenIn> {
  const counts: Counts = { rows: 0, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 }
  const errors: ReceiptError[] = []
  const identities = noIdentities()
  const drags = dragFinder()
  let omitted = 0
  let accepted: FingerprintedEvent[] = []
  let kept: KeptRow[] = []
  const seen = { formulas: 0, formulaLike: 0 }

  const keep = (row: Row, problems: Problem[], fingerprints?: KeptRow['fingerprints']) => {
    for (const one of problems) {
      if (errors.length < MOST_ERRORS) errors.push({ row: counts.rows, ...one })
      else omitted++
    }
    kept.push({ row: counts.rows, problems, content: keptContent(rows, row), ...(fingerprints && { fingerprints }) })
  }
  const reject = (row: Row, problems: Problem[]) => {
    counts.rejected++
    keep(row, problems)
  }
  const sort = (row: Row, one: FingerprintedEvent) => {
    const { source, id, revision, isVoid, data } = one.event
    if (data.worker !== undefined && !isVoid && known.find(source, id, 0) === ERASED) return reject(row, [erasedProblem])
    const before = identities.find(source, id, revision) ?? known.find(source, id, revision)
    if (before === undefined) {
      counts.accepted++
      accepted.push(one)
      identities.add(source, id, revision, one.fingerprint)
    } else if (before === one.fingerprint) counts.duplicates++
    else {
      counts.conflicts++
      keep(row, [conflictProblem(revision)], [before, one.fingerprint])
    }
  }

  for await (const batch of rows.batches) {
    for (const row of batch) {
      counts.rows++
      const follows = drags.follows(row)
      if (!row.ok && row.code === 'formula') seen.formulas++
      if (row.cells?.some((cell) => /^[=@]/.test(cell))) seen.formulaLike++
      const checked = check(row, rules)
      if (checked.ok) sort(row, checked.one)
      else reject(row, follows ? toldAsDragged(checked.problems) : checked.problems)
    }
    for (; accepted.length >= EVENTS_A_PIECE; accepted = accepted.slice(EVENTS_A_PIECE))
      await pieces.accepted(accepted.slice(0, EVENTS_A_PIECE))
    for (; kept.length >= KEPT_A_PIECE; kept = kept.slice(KEPT_A_PIECE)) await pieces.kept(kept.slice(0, KEPT_A_PIECE))
    // Others get their turn: an upload of a million rows holds up nobody.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  if (accepted.length > 0) await pieces.accepted(accepted)
  if (kept.length > 0) await pieces.kept(kept)
  const notes = [...(rows.notes ?? []), ...notesOf(drags.longest(), seen)]
  return { counts, errors, errors_omitted: omitted, notes, identities }
}

function notesOf(longestDrag: number, { formulas, formulaLike }: { formulas: number; formulaLike: number }): Note[] {
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
