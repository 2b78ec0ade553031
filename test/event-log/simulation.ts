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
/** Where a call in four fails, a log of twenty commits is seldom read through: a fault is only what never ends. */
const CALLS_AT_MOST = 500_000

/** An upload of a simulated union, and what came back for it in the end. */
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

async function lookNowAndThen(dataset: Dataset, random: Random): Promise<void> {
  for (let looks = 0; looks < 6; looks++) {
    for (let waits = random.below(8); waits > 0; waits--) await new Promise<void>((resolve) => setImmediate(resolve))
    await dataset.receipt('r-unknown').catch(() => undefined)
  }
}

/**
 * Sends until an answer comes, as a union's system would: after any failure again, in a new process where the old one stopped.
 * One that gives up sends the same again on another day.
 */
async function insist(world: World, random: Random, faults: Faults, sent: Sent, givesUp: boolean): Promise<void> {
  let dataset: Dataset | undefined
  let tries = 0
  while (sent.receipts.length === 0 || random.chance(0.2)) {
    if (world.calls > CALLS_AT_MOST) throw new Error(`no answer after ${CALLS_AT_MOST} calls`)
    if (givesUp && ++tries > 1) return
    try {
      dataset ??= await openDataset('sim', simStore(world, random, faults), KEY, () => new Date('2026-01-01T00:00:00Z'))
      // Somebody looks at a receipt meanwhile, which reads on in the log.
      if (random.chance(0.5)) void lookNowAndThen(dataset, random)
      sent.receipts.push(await dataset.ingest({ body: sent.body, contentType: 'application/json' }))
    } catch (error) {
      // A torn read shows as broken JSON or a wrong hash; like a lost answer it is worth another try, from the start.
      if (error instanceof Stopped || random.chance(0.5)) dataset = undefined
    }
  }
}

/** Looks after the log as the schedule does: whatever fails is tried again the next time. */
async function tendNowAndThen(world: World, random: Random, faults: Faults, runs: number): Promise<void> {
  for (let run = 0; run < runs; run++) {
    for (let waits = random.below(15); waits > 0; waits--) await new Promise<void>((resolve) => setImmediate(resolve))
    const store = simStore(world, random, faults)
    const options = { now: () => new Date(0), named: new Set<string>(), guardHours: 24, filesAtOnce: 2, commitsBetween: 1 }
    await maintainLog(store, options).catch(() => undefined)
  }
}

const A_DAY_AND_AN_HOUR = 25 * 3_600_000

/** Runs one seeded history of several writers, over some days, on a failing store and checks what must hold; gives the faults found. */
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
    const tenders = Array.from({ length: random.below(3) }, () => tendNowAndThen(world, random, faults, 2 + random.below(5)))
    await Promise.all([
      ...tenders,
      ...clients.map(async (uploads) => {
        for (const sent of uploads) await insist(world, random, faults, sent, day < days && random.chance(0.7))
      }),
    ])
    // The longest writer is gone before a day is over.
    world.clock += A_DAY_AND_AN_HOUR
  }
  return check(world, clients.flat())
}

async function check(world: World, all: readonly Sent[]): Promise<string[]> {
  const found: string[] = []
  const store = plainStore(world)
  // I4: opening reads every number and follows every hash, and a checkpoint says the same.
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
    found.push('the checkpoint says something else than the log')
  const rows = new Map<string, number>()
  // I3: every file that the log names is there, with its hash.
  for (const file of log.live()) {
    for (const row of await decodeIdentities(await getFile(store, file))) rows.set(row.id, (rows.get(row.id) ?? 0) + 1)
  }
  for (const { commit } of log.entries)
    for (const ref of commit.receipts) for (const one of [ref, ...ref.kept_aside]) await getFile(store, one)
  // What a new process finds from the checkpoint is what the files hold.
  const reopened = await (await openDataset('sim', store, KEY)).identities()
  if (reopened.size() !== rows.size) found.push(`a new process knows ${reopened.size()} identities, the files hold ${rows.size}`)
  // I1, I2: what was acknowledged is there once, and nothing else is.
  for (const { ids, receipts } of all) {
    for (const id of ids) if (rows.get(id) !== 1) found.push(`event ${id} stands ${rows.get(id) ?? 0} times`)
    const [first] = receipts
    if (receipts.some((receipt) => JSON.stringify(receipt) !== JSON.stringify(first))) found.push(`receipt ${first!.receipt_id} changed`)
    if (first!.accepted + first!.duplicates + first!.conflicts + first!.rejected !== first!.rows)
      found.push(`receipt ${first!.receipt_id} does not add up`)
  }
  const sent = new Set(all.flatMap((one) => one.ids))
  for (const id of rows.keys()) if (!sent.has(id)) found.push(`event ${id} was never sent`)
  const accepted = new Map(all.map((one) => [one.receipts[0]!.receipt_id, one.receipts[0]!.accepted]))
  const total = [...accepted.values()].reduce((sum, one) => sum + one, 0)
  if (total !== rows.size) found.push(`receipts accepted ${total}, the log holds ${rows.size}`)
  // I6: no byte of a person anywhere.
  for (const [key, { body }] of world.objects)
    if (Buffer.from(body).includes(PERSON.slice(0, 17))) found.push(`${key} holds an identity number`)
  return found
}
