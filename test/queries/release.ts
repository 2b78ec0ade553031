import { expect } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { readEvent } from '../../functions/events/event.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { openCube } from '../../functions/reporting/cube.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import type { PlainEvent } from './reference.ts'

const useDuckDb = warmDuckDb()

/** Ingests batches of events into an empty store, builds a release, and opens it. No event may be rejected. */
export async function release(batches: readonly unknown[][]) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  for (const batch of batches) {
    const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(batch)), contentType: 'application/json' })
    expect(receipt.errors.filter((error) => error.code !== 'conflict')).toEqual([])
  }
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW, useDuckDb })
  return openCube(store, manifest)
}

/** What was accepted: of two events of one identity and revision the first. */
export function accepted(history: readonly unknown[]): PlainEvent[] {
  const seen = new Set<string>()
  return history.flatMap((raw): PlainEvent[] => {
    const read = readEvent(raw, { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (_kind, identifier) => identifier })
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const { source, id, revision, isVoid, type, occurredOn, data } = read.event
    const key = `${source} ${id} ${revision}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ source, id, revision, isVoid, type, on: occurredOn, data: data as PlainEvent['data'] }]
  })
}
