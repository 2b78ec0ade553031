import { type EventRead, type ReadingRules, isRecord, readEvent } from '../../events/event.ts'
import { type Problem, problem } from '../../events/problems.ts'
import { encodeEvents } from '../../event-log/event-file.ts'
import { type FingerprintedEvent, fingerprinted } from '../../event-log/fingerprint.ts'
import { ENTRY_WORDS, packEntry } from '../../event-log/identity-index.ts'
import { storedContent } from '../rejected-rows.ts'
import type { Row } from '../parsers/row.ts'

/** What becomes of a row that passed the rules. */
export const ACCEPTED = 0
export const DUPLICATE = 1
export const CONFLICT = 2
export const OF_ERASED = 3

/** A row that is kept aside: its place in the piece, what it said, and why. */
export interface RejectedChunkRow {
  row: number
  problems: Problem[]
  content: unknown
}

/** What was noticed on the way. */
export interface Noticed {
  /** Length of the longest series of identity numbers that go up by one. */
  longestDrag: number
  formulas: number
  formulaLike: number
}

/** What is known of a piece of an upload before it is known what was accepted earlier. */
export interface CheckedChunk {
  rows: number
  rejected: RejectedChunkRow[]
  /** Of each row that passed the rules: its place in the piece. */
  passed: Uint32Array
  /** Of each of these: its packed identity and fingerprint, `ENTRY_WORDS` words. */
  entries: Uint32Array
  /** Of each of these that names a person and is no void: the packed entry that tells whether that person was erased; else zeros. */
  persons?: Uint32Array
  noticed: Noticed
}

/** What a piece comes to once it is known what becomes of each row that passed. */
export interface SettledChunk {
  /** The accepted events as a file; undefined where there are none. */
  file: Uint8Array | undefined
  /** The rows that were neither accepted nor duplicates. */
  kept: (RejectedChunkRow & { fingerprint?: string })[]
}

export interface ChunkOptions {
  /** The fields of a table's columns. */
  names?: readonly string[]
  /** Whether any person was erased, so that it must be looked for. */
  looksForErased: boolean
}

/** The identity number in a table's row, as it was printed. */
function printedNumber(row: Row): string {
  if (!row.cells || !row.ok || !isRecord(row.raw) || !isRecord(row.raw.data) || !isRecord(row.raw.data.worker)) return ''
  const printed = row.raw.data.worker.id_number
  return typeof printed === 'string' && /^\d{18}$/.test(printed.trim()) ? printed.trim() : ''
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

/** The same pseudonyms, each made once: a person stands in many rows. What is remembered goes with the piece. */
function remembering(pseudonym: ReadingRules['pseudonym']): ReadingRules['pseudonym'] {
  const known = { id_number: new Map<string, string>(), phone: new Map<string, string>(), ref: new Map<string, string>() }
  return (kind, identifier) => {
    let name = known[kind].get(identifier)
    if (name === undefined) known[kind].set(identifier, (name = pseudonym(kind, identifier)))
    return name
  }
}

/**
 * Checks the rows of a piece against the rules. `settle` is told what becomes of each that passed, in their order. Rows are gone through
 * once and let go; those of the few conflicts are asked for again.
 */
export function checkChunk(
  rows: () => Iterable<Row>,
  given: ReadingRules,
  { names, looksForErased }: ChunkOptions,
): CheckedChunk & { settle(fates: Uint8Array): SettledChunk } {
  const rules = { ...given, pseudonym: remembering(given.pseudonym) }
  const rejected: RejectedChunkRow[] = []
  const passed: number[] = []
  const events: FingerprintedEvent[] = []
  const noticed: Noticed = { longestDrag: 1, formulas: 0, formulaLike: 0 }
  let before = ''
  let run = 1
  let count = 0
  for (const row of rows()) {
    const index = count++
    const number = printedNumber(row)
    const follows = before !== '' && number !== '' && BigInt(number) === BigInt(before) + 1n
    run = follows ? run + 1 : 1
    before = number
    noticed.longestDrag = Math.max(noticed.longestDrag, run)
    if (!row.ok && row.code === 'formula') noticed.formulas++
    if (row.cells?.some((cell) => /^[=@]/.test(cell))) noticed.formulaLike++
    const read: EventRead = row.ok
      ? readEvent(row.raw, rules)
      : { ok: false, problems: [problem('body', row.code ?? 'unreadable', row.reason)] }
    if (read.ok) {
      passed.push(index)
      events.push(fingerprinted(read.event, rules.today))
    } else
      rejected.push({ row: index, problems: follows ? toldAsDragged(read.problems) : read.problems, content: storedContent(names, row) })
  }
  const entries = new Uint32Array(events.length * ENTRY_WORDS)
  const persons = looksForErased ? new Uint32Array(events.length * ENTRY_WORDS) : undefined
  events.forEach(({ event, fingerprint }, index) => {
    packEntry(entries, index * ENTRY_WORDS, event.source, event.id, event.revision, fingerprint)
    if (persons && event.data.worker !== undefined) packEntry(persons, index * ENTRY_WORDS, event.source, event.id, 0, fingerprint)
  })
  return {
    rows: count,
    rejected,
    passed: Uint32Array.from(passed),
    entries,
    ...(persons && { persons }),
    noticed,
    settle(fates) {
      const accepted = events.filter((_, index) => fates[index] === ACCEPTED)
      const kept: SettledChunk['kept'] = [...rejected]
      const again = fates.some((fate) => fate === CONFLICT || fate === OF_ERASED) ? [...rows()] : []
      events.forEach(({ event, fingerprint }, index) => {
        const row = passed[index]!
        const content = () => storedContent(names, again[row]!)
        if (fates[index] === CONFLICT) kept.push({ row, problems: [conflictProblem(event.revision)], content: content(), fingerprint })
        else if (fates[index] === OF_ERASED) kept.push({ row, problems: [erasedProblem], content: content() })
      })
      kept.sort((a, b) => a.row - b.row)
      return { file: accepted.length > 0 ? encodeEvents(accepted) : undefined, kept }
    },
  }
}
