import { zstdDecompressSync } from 'node:zlib'
import { parquetRead, parquetReadObjects } from 'hyparquet'

/** What hyparquet does not decompress itself. */
export const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }

/** A copy of the bytes in a buffer of their own, which hyparquet asks for. */
export function bufferOf(body: Uint8Array): ArrayBuffer {
  return body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
}

/** The rows of a Parquet file; days as `Date`, 64-bit whole numbers as `bigint`. */
export function readRows(body: Uint8Array, columns?: string[]): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: bufferOf(body), ...(columns && { columns }), compressors })
}

/** The columns of a Parquet file as arrays of values: unlike `readRows` it allocates no object for each row. */
export async function readColumns(body: Uint8Array, columns: string[]): Promise<Map<string, unknown[]>> {
  const read = new Map<string, unknown[]>(columns.map((name) => [name, []]))
  await parquetRead({
    file: bufferOf(body),
    columns,
    compressors,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = read.get(columnName)!
      for (let row = 0; row < columnData.length; row++) column[rowStart + row] = columnData[row] as unknown
    },
  })
  return read
}
