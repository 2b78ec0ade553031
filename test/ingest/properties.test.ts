import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import { decodeIdentities } from '../../functions/event-log/event-file.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW } from '../context.ts'
import { randomSeed } from '../seed.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

/** An event of a small world, so that identities and revisions collide; `union` is its content. */
const event = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  revision: fc.integer({ min: 1, max: 3 }),
  union: fc.constantFrom('x', 'y'),
  isVoid: fc.boolean(),
  isBad: fc.boolean(),
})
type Sketch = typeof event extends fc.Arbitrary<infer T> ? T : never
const events = fc.array(event, { minLength: 1, maxLength: 12 })

function raw({ id, revision, union, isVoid, isBad }: Sketch): object {
  if (isBad) return { source: 's', id, revision, type: 'no.such.type' }
  return isVoid
    ? { source: 's', id, revision, void: true }
    : { source: 's', id, revision, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: union } }
}

const body = (sketches: readonly Sketch[]) => Buffer.from(JSON.stringify(sketches.map(raw)))

async function opened(): Promise<{ store: Store; dataset: Dataset }> {
  const store = plainStore(emptyWorld())
  return { store, dataset: await openDataset('test', store, KEY, () => NOW) }
}

/** The accepted events: id, revision and fingerprint. */
async function accepted({ store, dataset }: { store: Store; dataset: Dataset }): Promise<string[]> {
  const rows: string[] = []
  for (const file of dataset.log.live()) {
    for (const one of await decodeIdentities(await getFile(store, file))) rows.push(`${one.id} ${one.revision} ${one.fingerprint}`)
  }
  return rows.sort()
}

const SETTINGS = { numRuns: 150, seed: randomSeed('ingest/properties') }

describe('any upload', () => {
  it('counts every row under one of four fates, and gives a reason for every rejected row and conflict (B16)', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (sketches) => {
        const { dataset } = await opened()
        const { rows, accepted: taken, duplicates, conflicts, rejected, errors } = await dataset.ingest({ body: body(sketches) })
        expect(taken + duplicates + conflicts + rejected).toBe(rows)
        expect(rows).toBe(sketches.length)
        expect(new Set(errors.map((one) => one.row)).size).toBe(conflicts + rejected)
      }),
      SETTINGS,
    )
  })
  it('adds nothing when it is sent again, however often (B01)', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 3 }), async (sketches, times) => {
        const one = await opened()
        const first = await one.dataset.ingest({ body: body(sketches) })
        for (let n = 0; n < times; n++) expect(await one.dataset.ingest({ body: body(sketches) })).toEqual(first)
        expect(one.dataset.log.entries).toHaveLength(1)
      }),
      SETTINGS,
    )
  })
  it('has the same effect as one upload and cut into several (B02, B03)', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(12), { maxLength: 4 }), async (sketches, cuts) => {
        const whole = await opened()
        const parts = await opened()
        await whole.dataset.ingest({ body: body(sketches) })
        const edges = [0, ...cuts.filter((cut) => cut < sketches.length), sketches.length].sort((a, b) => a - b)
        for (let n = 1; n < edges.length; n++) {
          const part = sketches.slice(edges[n - 1], edges[n])
          if (part.length > 0) await parts.dataset.ingest({ body: body(part) })
        }
        expect(await accepted(parts)).toEqual(await accepted(whole))
      }),
      SETTINGS,
    )
  })
  it('without conflicts has the same effect in whatever order its corrections and voids arrive (B06, B07)', async () => {
    const agreed = fc.uniqueArray(event, { selector: ({ id, revision }) => `${id} ${revision}`, minLength: 2, maxLength: 9 })
    await fc.assert(
      fc.asyncProperty(
        agreed.chain((sketches) => fc.tuple(fc.constant(sketches), fc.shuffledSubarray(sketches, { minLength: sketches.length }))),
        async ([sketches, shuffled]) => {
          const forth = await opened()
          const other = await opened()
          await forth.dataset.ingest({ body: body(sketches) })
          for (const sketch of shuffled) await other.dataset.ingest({ body: body([sketch]) })
          expect(await accepted(other)).toEqual(await accepted(forth))
        },
      ),
      SETTINGS,
    )
  })
})
