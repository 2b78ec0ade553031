import { type FileRef, getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { RejectedRow } from './check/rejected-row.ts'
import type { UploadShape } from './receipts.ts'

/** The rejected rows of an upload, in the shape in which they came. */
export interface RejectedRows extends UploadShape {
  rows: AsyncIterable<RejectedRow>
}

/** Reads the rejected rows of stored files (NDJSON). */
export async function* readRejectedRows(store: Store, files: readonly FileRef[]): AsyncGenerator<RejectedRow> {
  for (const file of files) {
    const lines = Buffer.from(await getFile(store, file)).toString('utf8')
    for (const line of lines.split('\n')) yield JSON.parse(line) as RejectedRow
  }
}

/** The cells of the reason columns (`REASON_COLUMNS`) of a rejected row. */
export function reasonCells({ row, problems }: RejectedRow): string[] {
  return [
    String(row),
    problems.map((one) => one.field).join('; '),
    problems.map((one) => one.code).join('; '),
    problems.map((one) => `${one.field}：${one.message}`).join('；'),
  ]
}
