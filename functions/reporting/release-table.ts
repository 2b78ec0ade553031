import type { Manifest } from '../release-format/manifest.ts'
import { getFile } from '../storage/blobs.ts'
import { readRows } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'

/** A row of a table: days as text, whole numbers as numbers. */
export type ListRow = Record<string, string | number | boolean | null>

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'bigint' ? Number(value) : (value as string | number | boolean)
}

/** All rows of a table of a release. Throws where its file is missing or altered. */
export async function readTable(store: Store, manifest: Manifest, name: string): Promise<ListRow[]> {
  const rows = await readRows(await getFile(store, manifest.files[name]!))
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])))
}
