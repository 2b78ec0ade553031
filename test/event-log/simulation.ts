import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import type { Receipt } from '../../functions/ingest/receipts.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { decodeIdentities } from '../../functions/event-log/event-file.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { openLog, openWholeLog } from '../../functions/event-log/log.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { type Random, seededRandom } from '../../functions/simulator/random.ts'
import { type Faults, Stopped, type World, emptyWorld, plainStore, simStore } from '../storage/sim-store.ts'

const KEY = keyRing([new Uint8Array(32).fill(3)])
const PERSON = '11010519491231002X'
/** With one call in four failing, a log of twenty commits is seldom read without an error: only what never ends is a fault. */
const MAX_CALLS = 500_000

/** An upload of a simulated union, and the receipts that it got. */
interface Sent {
  ids: string[]
  body: Uint8Array
  receipts: Receipt[]
}

function upload(random: Random, client: number, turn: number): Sent {
  const ids = Array.from({ length: 1 + random.below(3) }, () =>
    random.chance(0.3) ? `shared-${random.below(4)}` : `own-${client}-${turn}-${random.below(100)}`,
  )
  const event = (id: string) => ({
    source: 's', id, type: 'member.joined', occurred_on: '2025-01-01',
    data: { worker: { id_number: PERSON }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
  }) // prettier-ignore
  return { ids, body: Buffer.from(JSON.stringify([...ids.map(event), { bad: turn }])), receipts: [] }
}

async function readReceiptsAtTimes(dataset: Dataset, random: Random): Promise<void> {
  for (let reads = 0; reads < 6; reads++) {
    for (let waits = random.below(8); waits > 0; waits--) await new Promise<void>((resolve) => setImmediate(resolve))
    await dataset.receipt('r-unknown').catch(() => undefined)
  }
}

/**
 * Sends an upload until it gets a receipt, as a union's system would: again after any failure, in a new process if the old one stopped.
 * A sender that gives up sends the same upload again on a later day.
 */
async function sendUntilReceived(world: World, random: Random, faults: Faults, sent: Sent, givesUp: boolean): Promise<void> {
  let dataset: Dataset | undefined
  let tries = 0
  while (sent.receipts.length === 0 || random.chance(0.2)) {
    if (world.calls > MAX_CALLS) throw new Error(`no answer after ${MAX_CALLS} calls`)
    if (givesUp && ++tries > 1) return
    try {
      dataset ??= await openDataset('sim', simStore(world, random, faults), KEY, () => new Date('2026-01-01T00:00:00Z'))
      // Reading a receipt meanwhile refreshes the same log.
      if (random.chance(0.5)) void readReceiptsAtTimes(dataset, random)
      sent.receipts.push(await dataset.ingest({ body: sent.body, contentType: 'application/json' }))
    } catch (error) {
      // A truncated read is broken JSON or a wrong hash; like a lost answer it is tried again, from the start.
      if (error instanceof Stopped || random.chance(0.5)) dataset = undefined
    }
  }
}

/** Maintains the log as the schedule does: what fails is tried again in the next run. */
async function maintainAtTimes(world: World, random: Random, faults: Faults, runs: number): Promise<void> {
  for (let run = 0; run < runs; run++) {
    for (let waits = random.below(15); waits > 0; waits--) await new Promise<void>((resolve) => setImmediate(resolve))
    const store = simStore(world, random, faults)
    const options = { now: () => new Date(0), named: new Set<string>(), guardHours: 24, filesAtOnce: 2, commitsBetween: 1 }
    await maintainLog(store, options).catch(() => undefined)
  }
}

const A_DAY_AND_AN_HOUR = 25 * 3_600_000

/** Runs one random history of several writers, over some days, on a failing store, and checks the invariants; returns the violations. */
export async function simulateSeed(seed: number): Promise<string[]> {
  const random = seededRandom(seed)
  const level = random.pick([0, 0.02, 0.08])
  const faults: Faults = { before: level, after: level, stop: level / 2, torn: level / 2, stale: random.pick([0, 0.2]) }
  const world = emptyWorld()
  const clients = Array.from({ length: 1 + random.below(4) }, (_, client) =>
    Array.from({ length: 1 + random.below(3) }, (_, turn) => upload(random, client, turn)),
  )
  const days = 1 + random.below(5)
  for (let day = 1; day <= days; day++) {
    const maintainers = Array.from({ length: random.below(3) }, () => maintainAtTimes(world, random, faults, 2 + random.below(5)))
    await Promise.all([
      ...maintainers,
      ...clients.map(async (uploads) => {
        for (const sent of uploads) await sendUntilReceived(world, random, faults, sent, day < days && random.chance(0.7))
      }),
    ])
    // No writer runs longer than a day.
    world.clock += A_DAY_AND_AN_HOUR
  }
  return check(world, clients.flat())
}

async function check(world: World, all: readonly Sent[]): Promise<string[]> {
  const violations: string[] = []
  const store = plainStore(world)
  // The log has every number and every hash of the chain, and the checkpoint agrees with it.
  const log = await openWholeLog(store)
  const fromCheckpoint = await openLog(store)
  if (
    JSON.stringify([
      log.head(),
      log.changed(),
      log
        .live()
        .map(({ key }) => key)
        .sort(),
    ]) !==
    JSON.stringify([
      fromCheckpoint.head(),
      fromCheckpoint.changed(),
      fromCheckpoint
        .live()
        .map(({ key }) => key)
        .sort(),
    ])
  )
    violations.push('the checkpoint does not agree with the log')
  const rows = new Map<string, number>()
  // Every file that the log names exists, with its hash.
  for (const file of log.live()) {
    for (const row of await decodeIdentities(await getFile(store, file))) rows.set(row.id, (rows.get(row.id) ?? 0) + 1)
  }
  for (const { commit } of log.entries)
    for (const ref of commit.receipts) for (const one of [ref, ...ref.kept_aside]) await getFile(store, one)
  // A new process that starts from the checkpoint knows the identities in the files.
  const reopened = await (await openDataset('sim', store, KEY)).identities()
  if (reopened.size() !== rows.size) violations.push(`a new process knows ${reopened.size()} identities, the files hold ${rows.size}`)
  // Every acknowledged event is in the log once, and nothing else is.
  for (const { ids, receipts } of all) {
    for (const id of ids) if (rows.get(id) !== 1) violations.push(`event ${id} is in the log ${rows.get(id) ?? 0} times`)
    const [first] = receipts
    if (receipts.some((receipt) => JSON.stringify(receipt) !== JSON.stringify(first)))
      violations.push(`receipt ${first!.receipt_id} changed`)
    if (first!.accepted + first!.duplicates + first!.conflicts + first!.rejected !== first!.rows)
      violations.push(`receipt ${first!.receipt_id} does not add up`)
  }
  const sent = new Set(all.flatMap((one) => one.ids))
  for (const id of rows.keys()) if (!sent.has(id)) violations.push(`event ${id} was never sent`)
  const accepted = new Map(all.map((one) => [one.receipts[0]!.receipt_id, one.receipts[0]!.accepted]))
  const total = [...accepted.values()].reduce((sum, one) => sum + one, 0)
  if (total !== rows.size) violations.push(`receipts accepted ${total}, the log holds ${rows.size}`)
  // No object holds personal data.
  for (const [key, { body }] of world.objects)
    if (Buffer.from(body).includes(PERSON.slice(0, 17))) violations.push(`${key} holds an identity number`)
  return violations
}
