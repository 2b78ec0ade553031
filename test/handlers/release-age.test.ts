import { expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { releaseAge } from '../../functions/handlers/release-age.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import twelveEvents from '../fixtures/twelve-events.json' with { type: 'json' }
import { KEY, NOW, emptyStore } from '../context.ts'

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

it('is the age of the oldest upload that the current release does not show', async () => {
  const store = emptyStore()
  let now = NOW
  const dataset = await openDataset('paper', store, KEY, () => now)
  const ingest = (events: object[]) => dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
  expect(await releaseAge(store, later(600))).toBe(0)
  await ingest(twelveEvents.slice(0, 4))
  now = later(100)
  await ingest(twelveEvents.slice(4, 8))
  expect(await releaseAge(store, later(600))).toBe(600)
  await buildRelease('paper', store, { limits: { memory: '800MB', threads: 2 }, now: () => now, upTo: 1 })
  expect(await releaseAge(store, later(600))).toBe(500)
  await buildRelease('paper', store, { limits: { memory: '800MB', threads: 2 }, now: () => now })
  expect(await releaseAge(store, later(600))).toBe(0)
  // An upload of duplicates adds nothing that a release could show.
  await ingest(twelveEvents.slice(0, 4))
  expect(await releaseAge(store, later(600))).toBe(0)
})
