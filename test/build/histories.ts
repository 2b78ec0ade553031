import { describe, expect, it } from 'vitest'
import { type BuildOptions, buildRelease } from '../../functions/build/build.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW } from '../context.ts'
import { randomHistory } from '../queries/history.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'
import { differences } from './differences.ts'
import { regionsOfHistories, warmDuckDb } from './warm-duckdb.ts'

/** `npm test` runs 200 seeds, `npm run test:histories` 2,000. `FIRST_HISTORY` and `HISTORIES` replay one that failed. */
const FIRST = Number(process.env.FIRST_HISTORY ?? 1)
const HISTORIES = Number(process.env.HISTORIES ?? 200)

/** The seeds are divided among this number of test files, so that several workers share them. */
const FILES = 2

/** Sizes with which a small history is split and merged in every way. */
const TINY = { eventsPerPartition: 40, smallBatchRows: 10, maxSmallBatches: 1, maxDeltaRows: 60 }

const options: BuildOptions = {
  limits: { memory: '500MB', threads: 1 },
  now: () => NOW,
  useDuckDb: warmDuckDb(regionsOfHistories()),
}

/** The release of the same log in a store without earlier releases. Its files are copied to `store`, to be compared there. */
export async function buildFromScratch(store: Store, more: Partial<BuildOptions> = {}): Promise<Manifest> {
  const copy = plainStore(emptyWorld())
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await copy.putIfAbsent(key, (await store.get(key))!)
  const { manifest } = await buildRelease('test', copy, { ...options, ...more, basis: 'whole' })
  for (const file of Object.values(manifest.files)) await store.putIfAbsent(file.key, (await copy.get(file.key))!)
  return manifest
}

/** A random history, ingested in several commits with a release after each. Gives the store and the last release. */
export async function releaseHistory(seed: number): Promise<{ store: Store; manifest: Manifest }> {
  const random = seededRandom(seed)
  const store = plainStore(emptyWorld())
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const history = randomHistory(random, 20 + random.below(100))
  const isTiny = random.chance(0.5)
  const commits = 2 + random.below(isTiny ? 4 : 2)
  const release = async (commit: number) => {
    const some = history.slice((commit * history.length) / commits, ((commit + 1) * history.length) / commits)
    await dataset.ingest({ body: Buffer.from(JSON.stringify(some)), contentType: 'application/json' })
    return (await buildRelease('test', store, { ...options, basis: 'changes', ...(isTiny && { sizes: TINY }) })).manifest
  }
  let manifest = await release(0)
  for (let commit = 1; commit < commits; commit++) manifest = await release(commit)
  return { store, manifest }
}

/** Registers a test for each seed of one of the files. */
export function describeHistories(file: number): void {
  const seeds = Array.from({ length: HISTORIES }, (_, index) => FIRST + index).filter((seed) => seed % FILES === file)
  console.log(`incremental releases: file ${file + 1} of ${FILES}, ${seeds.length} of the ${HISTORIES} seeds from ${FIRST}`)
  if (seeds.length === 0) return
  describe('an incremental release', () => {
    it.each(seeds)('has the same rows as one built from scratch (FIRST_HISTORY=%i HISTORIES=1)', async (seed) => {
      const { store, manifest } = await releaseHistory(seed)
      expect(manifest.basis.kind).toBe('changes')
      expect(await differences(store, manifest, await buildFromScratch(store))).toEqual([])
    })
  })
}
