import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { openCheckThreadPool } from '../../functions/ingest/check/thread-pool.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { simulate } from './events.ts'

/** The dataset of a release benchmark: simulated events, and commits that change a little of them. */

const KEYS = keyRing([new Uint8Array(32)])
const PER_UPLOAD = 250_000
const UNTIL = '2026-11-24'

/** The store of the dataset in a benchmark's folder, as a server would have it. */
export const storeIn = (folder: string) => fileStore(join(folder, 'data/bench'))

const open = (folder: string) =>
  openDataset('bench', storeIn(folder), KEYS, () => new Date(), openCheckThreadPool(KEYS, availableParallelism()))

/** Takes in a history of so many events. */
export async function makeHistory(folder: string, events: number): Promise<void> {
  const dataset = await open(folder)
  let lines: string[] = []
  const send = async () => {
    if (lines.length > 0) await dataset.ingest({ body: Buffer.from(lines.join('\n')), contentType: 'application/x-ndjson' })
    lines = []
  }
  for (const event of simulate({ events, seed: 1, until: UNTIL })) if (lines.push(JSON.stringify(event)) === PER_UPLOAD) await send()
  await send()
}

const CHANGES = 10_000
const PROVINCE = '62'

/**
 * One commit of 10,000 events of one province: new services and joins of its workers, one in a hundred the correction of an event that
 * was there (its day, county or person another), one in a thousand a void.
 */
export async function commitChanges(folder: string, events: number, name: string): Promise<void> {
  const random = seededRandom(events + name.length * 1000 + name.charCodeAt(0))
  const own: Record<string, unknown>[] = []
  for (const event of simulate({ events, seed: 1, until: UNTIL })) {
    if (event.data?.worker && String(event.data.region).startsWith(PROVINCE)) own.push({ ...event })
    if (own.length === 2 * CHANGES) break
  }
  const revised = new Set<number>()
  const rows = Array.from({ length: CHANGES }, (_, n) => {
    const at = random.below(own.length)
    const one = own[at] as { source: string; id: string; data: Record<string, unknown>; occurred_on: string }
    const dice = random.next()
    if (dice < 0.011 && !revised.has(at)) {
      revised.add(at)
      const revision = name.charCodeAt(0)
      if (dice < 0.001) return { ...one, revision, void: true }
      const other = own[random.below(own.length)] as typeof one
      const changed = [{ worker: other.data.worker }, { region: other.data.region }, {}][n % 3]
      return { ...one, revision, occurred_on: n % 3 === 2 ? other.occurred_on : one.occurred_on, data: { ...one.data, ...changed } }
    }
    return { ...one, source: 'union:bench', id: `${name}-${n}`, occurred_on: UNTIL }
  })
  const dataset = await open(folder)
  const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(rows)), contentType: 'application/json' })
  if (receipt.accepted < CHANGES * 0.99)
    throw new Error(`of ${CHANGES} changes ${receipt.accepted} were accepted: ${JSON.stringify(receipt.errors[0])}`)
}
