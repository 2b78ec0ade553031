import { type FileRef, getFile } from '../../functions/storage/blobs.ts'
import { readRows } from '../../functions/storage/parquet.ts'
import type { Store } from '../../functions/storage/store.ts'
import { STORED_IN_PARTS } from '../../functions/release-format/cube-layout.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { asOfMonth } from '../../functions/reporting/as-of.ts'

const text = (row: object) => JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))

const rowsOf = async (store: Store, ref: FileRef | undefined) => (ref ? readRows(await getFile(store, ref)) : [])

/** The rows of a cube: those of its parts, and the changes beside them added; what comes to nothing is no row. */
async function cubeRows(store: Store, { files }: Manifest, cube: string): Promise<Set<string>> {
  const cells = new Map<string, number[]>()
  const names = Object.keys(files).filter((name) => name.startsWith(`${cube}/`) && name !== `${cube}/changes`)
  for (const name of [...names, `${cube}/changes`])
    for (const { ever, of_year, in_month, ...key } of await rowsOf(store, files[name])) {
      const cell = text(Object.fromEntries(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))))
      const standing = cells.get(cell)
      const sums = [ever, of_year, in_month].map((one, n) => Number(one) + (standing?.[n] ?? 0))
      if (standing && sums.every((one) => one === 0)) cells.delete(cell)
      else cells.set(cell, sums)
    }
  return new Set([...cells].map(([cell, sums]) => cell + text(sums)))
}

/** The tables of a release that another has otherwise: the rows that only one of them has. */
export async function differences(store: Store, one: Manifest, other: Manifest): Promise<unknown[]> {
  const found: unknown[] = []
  const compare = (name: string, ours: Set<string>, theirs: Set<string>) => {
    const [only, missing] = [[...ours].filter((row) => !theirs.has(row)), [...theirs].filter((row) => !ours.has(row))]
    if (only.length + missing.length > 0) found.push({ name, only: only.slice(0, 3), missing: missing.slice(0, 3) })
  }
  for (const cube of STORED_IN_PARTS) compare(cube, await cubeRows(store, one, cube), await cubeRows(store, other, cube))
  const names = new Set([...Object.keys(one.files), ...Object.keys(other.files)].filter((name) => !/^(pages|\w+_cube)\//.test(name)))
  for (const name of names) {
    const [a, b] = [one.files[name], other.files[name]]
    if (a?.sha256 === b?.sha256) continue
    const [ours, theirs] = [await rowsOf(store, a), await rowsOf(store, b)]
    compare(name, new Set(ours.map(text)), new Set(theirs.map(text)))
  }
  for (const field of ['latest_on', 'first_month', 'event_types', 'tables'] as const)
    if (JSON.stringify(one[field]) !== JSON.stringify(other[field])) found.push({ field, ours: one[field], theirs: other[field] })
  if (one.events.live !== other.events.live) found.push({ live: [one.events.live, other.events.live] })
  // What a reader is told: the value of every metric in every region, at the end of two months.
  const [ours, theirs] = [await openCube(store, one), await openCube(store, other)]
  for (const month of [asOfMonth(one), asOfMonth(one) - 7]) {
    const asked = { regions: ['000000', '310000', '310115', '659001', '440000', '441900'], metrics: 'every' as const, month }
    const values = async (cube: Cube) => new Set((await cube.valuesAt(asked)).map(text))
    compare(`values at ${month}`, await values(ours), await values(theirs))
  }
  return found
}
