import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

interface Progress {
  targets: { target_id: string; target?: number; status: string; basis: string }[]
}

const ONE_JOIN = { source: 'union:310000', id: '1', type: 'member.joined', occurred_on: '2025-03-10', data: { worker: { ref: 'a' }, union_id: 'U', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } } // prettier-ignore
const setT01 = (source: string, id: string, value: number, revision = 1) => ({
  source,
  id,
  revision,
  type: 'target.set',
  occurred_on: '2025-01-01',
  data: { target_id: 'T01', metric: 'workers_served', region: '310000', sector: 'all', value, comparison: 'at_least', basis: '另一份文件', kind: 'assigned' }, // prettier-ignore
})
const setThreshold = { source: 'union:310000', id: 'threshold', type: 'threshold.set', occurred_on: '2025-02-01', data: { target_id: 'T05', value: 0.5, counts: 'share', set_by: '基层工作部', basis: '会议纪要' } } // prettier-ignore

let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => void (server = await serve(emptyContext(), 0)))
afterAll(() => server.close())

const at = (path: string) => `http://127.0.0.1:${server.port}/api/v1/${path}`

/** Posts events to a new dataset, builds its release, and asks for the targets of Shanghai. */
async function progressWith(dataset: string, events: object[], query = ''): Promise<Progress> {
  const sent = await fetch(at(`${dataset}/events${query}`), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
  expect(((await sent.json()) as { errors: unknown[] }).errors).toEqual([])
  expect((await fetch(at(`${dataset}/releases`), { method: 'POST' })).status).toBe(201)
  return (await (await fetch(at(`${dataset}/progress?region=310000`))).json()) as Progress
}
const goalOfT01 = ({ targets }: Progress) => targets.find((one) => one.target_id === 'T01')?.target

describe("the documents' targets", () => {
  it('apply to every dataset from its first event on', async () => {
    const progress = await progressWith('ten-events', [ONE_JOIN])
    expect(goalOfT01(progress)).toBe(1_000_000)
    expect(progress.targets.map((one) => one.target_id)).toContain('T13')
  })
  it('enter no log', async () => {
    const { releases } = (await (await fetch(at('ten-events/releases'))).json()) as { releases: { release: string }[] }
    const manifest = (await (await fetch(at(`ten-events/releases/${releases[0]!.release}`))).json()) as { event_types: object }
    expect(manifest.event_types).toEqual({ 'member.joined': 1 })
  })
  it('do not apply to a dataset that was created without them', async () => {
    expect((await progressWith('without-targets', [ONE_JOIN], '?targets=none')).targets).toEqual([])
  })
  it('refuse another value than none', async () => {
    const answer = await fetch(at('other-targets/events?targets=some'), { method: 'POST', body: '[]' })
    expect(answer.status).toBe(400)
  })
  it('give way to a target of the same name in the log', async () => {
    expect(goalOfT01(await progressWith('own-target', [ONE_JOIN, setT01('union:310000', 'own', 20)]))).toBe(20)
  })
  it('replace an older wording of themselves, as the logs of old datasets have it', async () => {
    expect(goalOfT01(await progressWith('old-wording', [ONE_JOIN, setT01('catalogue:targets', 'T01', 20)]))).toBe(1_000_000)
  })
  it('give way to a newer wording of themselves', async () => {
    expect(goalOfT01(await progressWith('new-wording', [ONE_JOIN, setT01('catalogue:targets', 'T01', 20, 9)]))).toBe(20)
  })
  it('can have a threshold, which no list calls a threshold of nothing', async () => {
    await progressWith('threshold', [ONE_JOIN, setThreshold])
    const list = (await (await fetch(at('threshold/lists/ledger_rules'))).json()) as { rows: { rule: string }[] }
    expect(list.rows.filter(({ rule }) => rule === 'no_target')).toEqual([])
  })
})
