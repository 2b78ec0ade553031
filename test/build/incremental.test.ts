import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Store } from '../../functions/storage/store.ts'
import { buildRelease } from '../../functions/build/build.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY, NOW } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'
import { randomHistory } from '../queries/history.ts'
import { differences } from './differences.ts'

/** What 200 seeds show in `npm test`, 2,000 do in `npm run test:histories`; `FIRST_HISTORY` and `HISTORIES` replay one that failed. */
const FIRST = Number(process.env.FIRST_HISTORY ?? 1)
const HISTORIES = Number(process.env.HISTORIES ?? 200)

/** Sizes that make every split and every gathering happen in a small history. */
const TINY = { eventsPerPartition: 40, smallBatchRows: 10, maxSmallBatches: 1, maxDeltaRows: 60 }

const options = { limits: { memory: '500MB', threads: 1 }, now: () => NOW }

async function fromNothing(store: Store): Promise<Manifest> {
  const copy = plainStore(emptyWorld())
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await copy.putIfAbsent(key, (await store.get(key))!)
  const { manifest } = await buildRelease('test', copy, { ...options, basis: 'whole' })
  for (const file of Object.values(manifest.files)) await store.putIfAbsent(file.key, (await copy.get(file.key))!)
  return manifest
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
    await dataset.ingest({ body: Buffer.from(JSON.stringify(some)), contentType: 'application/json' })
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
