import type { Manifest } from '../release-format/manifest.ts'
import { getFile } from '../storage/blobs.ts'
import { sharedParts } from '../storage/open-parts.ts'
import { readRows } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'

/** A row of a table: days as text, whole numbers as numbers. */
export type ListRow = Record<string, string | number | boolean | null>

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'bigint' ? Number(value) : (value as string | number | boolean)
}

/** About how many bytes of memory a row takes, and each of its values. */
const ROW_BYTES = 64
const VALUE_BYTES = 24

function bytesOfRow(row: ListRow): number {
  let bytes = ROW_BYTES
  for (const value of Object.values(row)) bytes += VALUE_BYTES + (typeof value === 'string' ? 2 * value.length : 0)
  return bytes
}

/** About how many bytes of memory rows take. */
export const bytesOfRows = (rows: readonly ListRow[]): number => rows.reduce((sum, row) => sum + bytesOfRow(row), 0)

async function rowsOf(body: Uint8Array): Promise<ListRow[]> {
  const rows = await readRows(body)
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])))
}

/** All rows of a table of a release, which stay open and are changed by nobody. Throws where the file is missing or altered. */
export function readTable(store: Store, manifest: Manifest, name: string): Promise<readonly Readonly<ListRow>[]> {
  const file = manifest.files[name]!
  return sharedParts().read(`table ${file.sha256}`, async () => {
    const value = await rowsOf(await getFile(store, file))
    return { value, bytes: bytesOfRows(value) }
  })
}
