import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/intake/dataset.ts'
import { type FileRef, getFile } from '../../functions/lake/files.ts'
import { readRows } from '../../functions/lake/parquet.ts'
import type { Store } from '../../functions/lake/store.ts'
import { buildRelease } from '../../functions/release/build.ts'
import { CUBES } from '../../functions/release/cube-files.ts'
import { type Cube, openCube } from '../../functions/release/cube.ts'
import type { Manifest } from '../../functions/release/manifest.ts'
import { shownMonth } from '../../functions/release/moment.ts'
import { seededRandom } from '../../functions/simulation/random.ts'
import { KEY, NOW } from '../house.ts'
import { emptyWorld, plainStore } from '../lake/sim-store.ts'
import { randomHistory } from '../queries/history.ts'

/** What 200 seeds show in `npm test`, 2,000 do in `npm run test:night`; `FIRST_HISTORY` and `HISTORIES` replay one that failed. */
const FIRST = Number(process.env.FIRST_HISTORY ?? 1)
const HISTORIES = Number(process.env.HISTORIES ?? 200)

/** Sizes that make every split and every gathering happen in a small history. */
const TINY = { eventsAPiece: 40, few: 10, smallBatches: 1, changesBeside: 60 }

const options = { limits: { memory: '500MB', threads: 1 }, now: () => NOW }

async function fromNothing(store: Store): Promise<Manifest> {
  const copy = plainStore(emptyWorld())
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await copy.putIfAbsent(key, (await store.get(key))!)
  const { manifest } = await buildRelease('test', copy, { ...options, basis: 'whole' })
  for (const file of Object.values(manifest.files)) await store.putIfAbsent(file.key, (await copy.get(file.key))!)
  return manifest
}

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
async function differences(store: Store, one: Manifest, other: Manifest): Promise<unknown[]> {
  const found: unknown[] = []
  const compare = (name: string, ours: Set<string>, theirs: Set<string>) => {
    const [only, missing] = [[...ours].filter((row) => !theirs.has(row)), [...theirs].filter((row) => !ours.has(row))]
    if (only.length + missing.length > 0) found.push({ name, only: only.slice(0, 3), missing: missing.slice(0, 3) })
  }
  for (const cube of CUBES) compare(cube, await cubeRows(store, one, cube), await cubeRows(store, other, cube))
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
  for (const month of [shownMonth(one), shownMonth(one) - 7]) {
    const asked = { regions: ['000000', '310000', '310115', '659001', '440000', '441900'], month }
    const values = async (cube: Cube) => new Set((await cube.valuesAt(asked)).map(text))
    compare(`values at ${month}`, await values(ours), await values(theirs))
  }
  return found
}

async function simulateHistory(seed: number): Promise<unknown[]> {
  const random = seededRandom(seed)
  const store = plainStore(emptyWorld())
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const history = randomHistory(random, 20 + random.below(100))
  const isTiny = random.chance(0.5)
  const commits = 2 + random.below(isTiny ? 4 : 2)
  let manifest: Manifest | undefined
  for (let commit = 0; commit < commits; commit++) {
    const some = history.slice((commit * history.length) / commits, ((commit + 1) * history.length) / commits)
    await dataset.receive({ body: Buffer.from(JSON.stringify(some)), contentType: 'application/json' })
    manifest = (await buildRelease('test', store, { ...options, basis: 'changes', ...(isTiny && { sizes: TINY }) })).manifest
  }
  if (manifest!.basis.kind !== 'changes') return ['the last release was not counted from changes']
  return differences(store, manifest!, await fromNothing(store))
}

describe('a release that counts what changed', () => {
  it(`is to the row the one built from nothing, over random histories (${HISTORIES} from ${FIRST})`, { timeout: 5_000_000 }, async () => {
    let next = FIRST
    const lane = async () => {
      while (next < FIRST + HISTORIES) {
        const seed = next++
        const found = await simulateHistory(seed).catch((error: Error) => [error.stack])
        expect([`FIRST_HISTORY=${seed} HISTORIES=1`, found]).toEqual([`FIRST_HISTORY=${seed} HISTORIES=1`, []])
      }
    }
    await Promise.all([lane(), lane(), lane()])
  })
})
