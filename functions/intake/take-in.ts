import { addDays, shanghaiDay } from '../domain/calendar.ts'
import { eventContent, readEvent } from '../domain/event.ts'
import { type Problem, problem } from '../domain/problems.ts'
import type { FingerprintedEvent } from '../lake/event-files.ts'
import { sha256 } from '../lake/hash.ts'
import type { Identities } from '../lake/identities.ts'
import { type KeptRow, keptContent } from './kept-aside.ts'
import type { PseudonymKey } from './keys.ts'
import type { Rows } from './row.ts'

/** An error of a receipt: one per failing field of a rejected row, one per conflict. */
export interface ReceiptError extends Problem {
  row: number
}

/** What became of the rows of an upload. The four counts add up to `rows`. */
export interface TakenIn {
  counts: { rows: number; accepted: number; duplicates: number; conflicts: number; rejected: number }
  errors: ReceiptError[]
  accepted: FingerprintedEvent[]
  kept: KeptRow[]
}

/** A row that passed the rules, or why it did not. Independent of what the log holds, so it is done once per upload. */
export type CheckedRow = { ok: true; event: FingerprintedEvent } | { ok: false; problems: Problem[] }

/** The fingerprint of an event's content: 128 bits of SHA-256 in hex. */
function fingerprintOf(content: string): string {
  return sha256(content).slice(0, 32)
}

/** Checks every row against the rules of the catalogue. */
export function checkRows(rows: Rows, key: PseudonymKey, now: Date): CheckedRow[] {
  const today = shanghaiDay(now)
  const rules = { today, lastDay: addDays(today, 1), pseudonym: key.pseudonym }
  return Array.from({ length: rows.count }, (_, index): CheckedRow => {
    const row = rows.row(index)
    if (!row.ok) return { ok: false, problems: [problem('body', row.code ?? 'unreadable', row.reason)] }
    const read = readEvent(row.raw, rules)
    if (!read.ok) return read
    return { ok: true, event: { event: read.event, fingerprint: fingerprintOf(eventContent(read.event)) } }
  })
}

/** Sorts checked rows, in their order, into accepted, duplicate, conflict and rejected, against what was accepted before. */
export function sortRows(rows: Rows, checked: readonly CheckedRow[], identities: Identities): TakenIn {
  const taken: TakenIn = {
    counts: { rows: checked.length, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 },
    errors: [],
    accepted: [],
    kept: [],
  }
  const inThisUpload = new Map<string, string>()
  const keep = (index: number, problems: Problem[], fingerprints?: KeptRow['fingerprints']) => {
    const row = index + 1
    taken.errors.push(...problems.map((one) => ({ row, ...one })))
    taken.kept.push({ row, problems, content: keptContent(rows, index), ...(fingerprints && { fingerprints }) })
  }
  checked.forEach((row, index) => {
    if (!row.ok) {
      taken.counts.rejected++
      return keep(index, row.problems)
    }
    const { source, id, revision } = row.event.event
    const identity = `${source}\u0000${id}\u0000${revision}`
    const before = inThisUpload.get(identity) ?? identities.find(source, id, revision)
    if (before === undefined) {
      taken.counts.accepted++
      taken.accepted.push(row.event)
      inThisUpload.set(identity, row.event.fingerprint)
    } else if (before === row.event.fingerprint) taken.counts.duplicates++
    else {
      taken.counts.conflicts++
      const text = {
        zh: `同一来源、编号和版次（${revision}）已收到不同内容；原内容保留，请用更高版次更正`,
        en: `the same source, id and revision (${revision}) came before with other content; that one stays, send a higher revision to correct it`,
      }
      keep(index, [problem('id', 'conflict', text)], [before, row.event.fingerprint])
    }
  })
  return taken
}
