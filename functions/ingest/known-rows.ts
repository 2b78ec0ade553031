import type { Counts, ReceiptError } from './check/classify-rows.ts'
import type { Note } from './parsers/row.ts'
import type { RejectedRows } from './rejected-rows.ts'

/** What a receipt and a dry run tell of rows. */
interface Told extends Counts {
  errors: ReceiptError[]
  notes?: Note[]
}

function knownNote(rows: number): Note {
  return {
    code: 'known',
    message: `${rows} 行的来源、编号和版次此前已收到；内容是否相同不在此说明，更正请用更高版次`,
    message_en: `${rows} rows have a source, id and revision that came before; whether their content is the same is not told: send a higher revision to correct one`,
  }
}

/**
 * A receipt for somebody who may not know what others sent: a row whose identity was received before is known, and no more is told. Whether its
 * content is the same would confirm what somebody guesses.
 */
export function withoutContent<Receipt extends Told>(receipt: Receipt): Receipt {
  const known = receipt.duplicates + receipt.conflicts
  if (known === 0) return receipt
  return {
    ...receipt,
    duplicates: known,
    conflicts: 0,
    errors: receipt.errors.filter(({ code }) => code !== 'conflict'),
    notes: [...(receipt.notes ?? []), knownNote(known)],
  }
}

/** Rejected rows without the conflicts, for the same reason. */
export function withoutConflicts(rejected: RejectedRows): RejectedRows {
  async function* rows() {
    for await (const row of rejected.rows) if (!row.fingerprints) yield row
  }
  return { ...rejected, rows: rows() }
}
