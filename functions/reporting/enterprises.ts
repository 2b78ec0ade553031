import type { Manifest } from '../release-format/manifest.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import { sharedParts } from '../storage/open-parts.ts'
import { readColumns } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'

/** Enterprises of a kind: those open, and those of them with a union of their own. */
export interface EnterpriseKind {
  kind: string
  open: number
  unionized: number
}

const VALUE_BYTES = 16

/** Columns of a table, which stay open. */
function openColumns(store: Store, file: FileRef, names: string[]): Promise<Map<string, unknown[]>> {
  return sharedParts().read(`columns ${names.join()} ${file.sha256}`, async () => {
    const value = await readColumns(await getFile(store, file), names)
    let bytes = 0
    for (const column of value.values()) for (const one of column) bytes += VALUE_BYTES + (typeof one === 'string' ? 2 * one.length : 0)
    return { value, bytes }
  })
}

/** Enterprises by kind at the end of a month, the most frequent kind first. */
export async function enterpriseKinds(store: Store, manifest: Manifest, month: number): Promise<EnterpriseKind[]> {
  const columns = await openColumns(store, manifest.files.enterprise_timelines!, ['kind', 'from_month', 'to_month', 'is_unionized'])
  const [names, from, to, unionized] = [...columns.values()] as [string[], bigint[], (bigint | null | undefined)[], boolean[]]
  const kinds = new Map<string, EnterpriseKind>()
  for (const [row, kind] of names.entries()) {
    if (from[row]! > month || month >= (to[row] ?? Infinity)) continue
    const counts = kinds.get(kind) ?? { kind, open: 0, unionized: 0 }
    counts.open++
    if (unionized[row]) counts.unionized++
    kinds.set(kind, counts)
  }
  return [...kinds.values()].sort((a, b) => b.open - a.open || (a.kind < b.kind ? -1 : 1))
}

/** The tables of organisations that have names, with the column of their identifiers. */
const ORGANISATIONS = { enterprise_states: 'enterprise_id', union_states: 'union_id', site_states: 'site_id' } as const

/** The names of some enterprises, unions and sites, as they were recorded last; one that is not recorded is left out. */
export async function organisationNames(store: Store, manifest: Manifest, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (ids.size === 0) return found
  for (const [table, column] of Object.entries(ORGANISATIONS)) {
    const columns = await openColumns(store, manifest.files[table]!, [column, 'name'])
    const [all, names] = [...columns.values()] as [string[], string[]]
    for (const [row, id] of all.entries()) if (ids.has(id)) found.set(id, names[row]!)
  }
  return found
}
