import type { Counts, ReceiptError } from './check/classify-rows.ts'
import type { Note } from './parsers/row.ts'
import type { RejectedRows } from './rejected-rows.ts'

/** What a receipt and a dry run tell of rows. */
interface Told extends Counts {
  errors: ReceiptError[]
  duplicate_rows?: number[]
  duplicate_rows_omitted?: number
  notes?: Note[]
}

/**
 * Whether a receipt lists all rows that are known as its duplicate rows. One that was written where conflicts are listed by themselves does not, if
 * it has any.
 */
export function listsKnown({ duplicates, conflicts, duplicate_rows = [], duplicate_rows_omitted = 0 }: Told): boolean {
  return duplicate_rows.length + duplicate_rows_omitted === duplicates + conflicts
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
  const told: Receipt = {
    ...receipt,
    duplicates: known,
    conflicts: 0,
    errors: receipt.errors.filter(({ code }) => code !== 'conflict'),
    notes: [...(receipt.notes ?? []), knownNote(known)],
  }
  if (!listsKnown(receipt)) {
    delete told.duplicate_rows
    delete told.duplicate_rows_omitted
  }
  return told
}

/** Rejected rows without the conflicts, for the same reason. */
export function withoutConflicts(rejected: RejectedRows): RejectedRows {
  async function* rows() {
    for await (const row of rejected.rows) if (!row.fingerprints) yield row
  }
  return { ...rejected, rows: rows() }
}
