import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { type FileRef, getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { RejectedRow } from './check/rejected-row.ts'
import { type PackedProblem, problemPacker, problemUnpacker } from './packed-problems.ts'
import type { UploadShape } from './receipts.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** Ending of a file of rejected rows. Files of before December 2026 end in `.ndjson` and hold each row as JSON. */
export const PACKED_ROWS = '.rows.gz'

/** The rejected rows of an upload, in the shape in which they came. */
export interface RejectedRows extends UploadShape {
  rows: AsyncIterable<RejectedRow>
}

/** A rejected row as a line of its file: rows after the one before, its problems, its content, and the fingerprints of a conflict. */
type PackedRow = [step: number, problems: PackedProblem[], content: RejectedRow['content'], fingerprints?: [string, string]]

/** Packs rejected rows as they are stored. */
export async function packRejectedRows(rows: readonly RejectedRow[]): Promise<Uint8Array> {
  const packProblem = problemPacker()
  let before = 0
  const lines = rows.map(({ row, problems, content, fingerprints }) => {
    const packed: PackedRow = [row - before, problems.map(packProblem), content]
    if (fingerprints) packed.push(fingerprints)
    before = row
    return JSON.stringify(packed)
  })
  return pack(lines.join('\n'))
}

function* packedRows(lines: string): Generator<RejectedRow> {
  const unpackProblem = problemUnpacker()
  let row = 0
  for (const line of lines.split('\n')) {
    const [step, problems, content, fingerprints] = JSON.parse(line) as PackedRow
    row += step
    yield { row, problems: problems.map(unpackProblem), content, ...(fingerprints && { fingerprints }) }
  }
}

/** Reads the rejected rows of stored files that come after row `after` of the upload. `starts` are the first rows of the files, where known. */
export async function* readRejectedRows(
  store: Store,
  files: readonly FileRef[],
  { after = 0, starts = [] }: { after?: number; starts?: readonly number[] } = {},
): AsyncGenerator<RejectedRow> {
  for (const [index, file] of files.entries()) {
    const nextStart = starts[index + 1]
    if (nextStart !== undefined && nextStart <= after + 1) continue
    const body = await getFile(store, file)
    const rows = file.key.endsWith(PACKED_ROWS)
      ? packedRows((await unpack(body)).toString('utf8'))
      : Buffer.from(body)
          .toString('utf8')
          .split('\n')
          .map((line) => JSON.parse(line) as RejectedRow)
    for (const row of rows) if (row.row > after) yield row
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
