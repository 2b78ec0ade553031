import { beforeEach, describe, expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { encodeEvents } from '../../functions/event-log/event-file.ts'
import { fingerprinted } from '../../functions/event-log/fingerprint.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { compact } from '../../functions/event-log/maintenance/compact.ts'
import type { Event } from '../../functions/events/event.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { openFindings, recordHarmless } from '../../functions/ingest/harmless-findings.ts'
import { putFile } from '../../functions/storage/blobs.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

const now = () => NOW
const PHONE = '13800138000'

/** An event as an earlier version took it. */
const old = (id: string, name = '工会'): Event => ({
  source: 's',
  id,
  revision: 1,
  isVoid: false,
  type: 'union.established',
  occurredOn: '2025-01-01',
  data: { union_id: `u-${id}`, name, form: 'enterprise_union', mode: 'single', region: '310115' },
})

/** Commits events as an earlier version did: nothing was scanned. */
async function commitOld(store: Store, ...events: Event[]): Promise<string> {
  const log = await openLog(store)
  const file = await putFile(store, 'files', '.parquet', encodeEvents(events.map((event) => fingerprinted(event, '2025-01-02'))))
  const draft = { committed_at: NOW.toISOString(), key_id: KEY.ids[0]!, removes: [], receipts: [] }
  await log.append({ kind: 'upload', ...draft, adds: [{ ...file, rows: events.length }] }, log.head().seq)
  return file.key
}

let world: ReturnType<typeof emptyWorld>
let store: Store
const release = () => buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now })
const scans = () => [...world.objects.keys()].filter((key) => key.startsWith('scans/'))

beforeEach(() => {
  world = emptyWorld()
  store = plainStore(world)
})

describe('a file of the log', () => {
  it('with the number of a person in a text blocks the release, which names the file and the event (F15)', async () => {
    await commitOld(store, old('1'))
    const file = await commitOld(store, old('2'), old('3', `联系人 ${PHONE}`))
    await expect(release()).rejects.toThrow(new RegExp(`^file ${file}: the field data.name of the event s 3 revision 1 .*phone number`))
    await expect(release()).rejects.not.toThrow(PHONE)
  })
  it('does not show a number that is the id of the event', async () => {
    await commitOld(store, old(PHONE))
    const findings = await openFindings(store)
    expect(findings.map(({ field }) => field)).toEqual(['id'])
    expect(JSON.stringify(findings)).not.toContain(PHONE)
  })
  it('is scanned once: an old one at the first release, a new one when it is written', async () => {
    await commitOld(store, old('1'))
    const dataset = await openDataset('test', store, KEY, now)
    const event = { source: 's', id: 'n', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
    await dataset.ingest({ body: Buffer.from(JSON.stringify(event)) })
    expect(dataset.log.live().map(({ scan }) => scan)).toEqual([undefined, { rule: 1, findings: 0 }])
    expect((await release()).manifest.release).toBe('000001')
    expect(scans()).toHaveLength(1)
    let reads = 0
    const counting: Store = { ...store, get: (key) => (key.startsWith('files/') && reads++, store.get(key)) }
    expect(await openFindings(counting)).toEqual([])
    expect(reads).toBe(0)
  })
  it('loses its scan when it is garbage, and not before', async () => {
    await commitOld(store, old('1'))
    await commitOld(store, old('2'))
    await release()
    const options = { named: new Set<string>(), guardHours: 24, isDryRun: false }
    const collect = async () => {
      world.clock += 25 * 3_600_000
      await collectGarbage(store, await openLog(store), options)
    }
    await collect()
    await collect()
    expect(scans()).toHaveLength(2)
    expect(await compact(store, await openLog(store), now, 2)).toBe(1)
    expect((await openLog(store)).live()).toMatchObject([{ rows: 2, scan: { findings: 0 } }])
    await collect()
    await collect()
    expect(scans()).toEqual([])
  })
})

describe('a finding', () => {
  it('that a person records as harmless, with a reason, is in the log and blocks no release, also after a compaction', async () => {
    await commitOld(store, old('1', `项目编号 ${PHONE}`))
    await commitOld(store, old('2'))
    const [finding] = await openFindings(store)
    expect(await recordHarmless(store, { finding: 'another', reason: 'r' }, now)).toBeUndefined()
    expect(await recordHarmless(store, { finding: finding!.finding, reason: '项目编号，不是电话' }, now)).toBe(3)
    expect(await openFindings(store)).toEqual([])
    expect((await openLog(store)).entries.at(-1)!.commit).toMatchObject({
      kind: 'harmless_finding',
      harmless: { finding: finding!.finding, reason: '项目编号，不是电话' },
    })
    await compact(store, await openLog(store), now, 2)
    expect((await openLog(store)).live()).toMatchObject([{ scan: { findings: 1 } }])
    expect((await release()).isNew).toBe(true)
  })
})
