import { beforeAll, describe, expect, it } from 'vitest'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { createDataset } from '../../functions/http/datasets.ts'
import type { HttpResponse } from '../../functions/http/message.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { emptyContext } from '../context.ts'

const context = emptyContext()
const dispatch = createDispatcher(allOperations)
const MARK = '1人代表400人，以人计的目标按其1/400列出'

async function call(method: string, path: string, body = ''): Promise<HttpResponse> {
  const [route, query] = path.split('?') as [string, string | undefined]
  const request = { method, path: `/api/v1/${route}`, query: new URLSearchParams(query), headers: {}, body: Buffer.from(body) }
  return dispatch(context, request, (error) => {
    throw error as Error
  })
}

const jsonOf = (reply: HttpResponse) => JSON.parse(Buffer.from(reply.body as Uint8Array).toString('utf8')) as Record<string, unknown>

const target = (target_id: string, metric: string, value: number) => ({ source: 'catalogue:targets', id: target_id, type: 'target.set', occurred_on: '2025-01-01', data: { target_id, metric, region: '310000', sector: 'all', value, comparison: 'at_least', basis: 'b', kind: 'assigned' } }) // prettier-ignore
const served = (id: string) => ({ source: 's', id, type: 'service.delivered', occurred_on: '2026-03-01', data: { kind: 'checkup', region: '310115', sector: 'courier', worker: { ref: id } } }) // prettier-ignore

const EVENTS = [
  target('T01', 'workers_served', 1_000_000),
  target('T-homes', 'driver_homes', 1000),
  ...Array.from({ length: 5 }, (_, n) => served(`w${n}`)),
  { source: 's', id: 'h', type: 'site.opened', occurred_on: '2026-03-01', data: { site_id: 'S', kind: 'driver_home', name: 'n', region: '310115' } }, // prettier-ignore
  { source: 's', id: 't', type: 'threshold.set', occurred_on: '2026-01-01', data: { target_id: 'T-homes', value: 900, counts: 'count', set_by: 'x', basis: 'x' } }, // prettier-ignore
]

interface Answer {
  scale?: number
  targets: { target_id: string; target: number; scale?: number }[]
}

/** The targets that the dataset sets itself, without those of the documents. */
async function progressOf(dataset: string): Promise<Answer> {
  const { scale, targets } = jsonOf(await call('GET', `${dataset}/progress?region=310000`)) as unknown as Answer
  return { ...(scale !== undefined && { scale }), targets: targets.filter(({ target_id }) => ['T-homes', 'T01'].includes(target_id)) }
}

beforeAll(async () => {
  for (const [name, scale] of [['scaled', { scale: 400 }], ['plain', {}]] as const) {
    await createDataset(context.store, { name, title: { zh: name, en: name }, is_simulated: true, ...scale })
    expect(jsonOf(await call('POST', `${name}/events`, JSON.stringify(EVENTS)))).toMatchObject({ rejected: 0 })
    expect((await call('POST', `${name}/releases`)).status).toBe(201)
  }
}) // prettier-ignore

describe('a simulated dataset of which one person stands for 400', () => {
  it('says so on its card', async () => {
    const { datasets } = jsonOf(await call('GET', 'datasets')) as { datasets: { name: string; scale?: number }[] }
    expect(datasets.map(({ name, scale }) => [name, scale])).toEqual([
      ['plain', undefined],
      ['scaled', 400],
    ])
  })
  it('shows targets that count people divided by 400, and says so in the answer; things as they are', async () => {
    const { scale, targets } = await progressOf('scaled')
    expect(scale).toBe(400)
    expect(targets.map((one) => [one.target_id, one.target, one.scale])).toEqual([
      ['T-homes', 1000, undefined],
      ['T01', 2500, 400],
    ])
  })
  it('keeps the number that was set in the log: only what is shown is divided', async () => {
    const { scale, targets } = await progressOf('plain')
    expect(scale).toBeUndefined()
    expect(targets.map(({ target }) => target)).toEqual([1000, 1_000_000])
  })
  it('says so in the head of every page and divides the history of a target alike', async () => {
    const page = jsonOf(await call('GET', 'scaled/releases/000001/pages/targets.json')) as unknown as {
      head: { scale: number }
      targets: { target_id: string; history: { value: number }[] }[]
    }
    expect(page.head.scale).toBe(400)
    expect(page.targets.find(({ target_id }) => target_id === 'T01')!.history.map(({ value }) => value)).toEqual([2500])
  })
  it('says so in its bulletins, and a dataset without a scale does not', async () => {
    const texts: string[] = []
    for (const name of ['scaled', 'plain']) {
      const { id } = jsonOf(await call('POST', `${name}/bulletins`, '{"region":"310000","period":"2026-10"}'))
      texts.push(Buffer.from((await call('GET', `${name}/bulletins/${String(id)}.html`)).body as Uint8Array).toString('utf8'))
    }
    expect(texts.map((text) => text.includes(MARK))).toEqual([true, false])
    expect(texts.map((text) => text.includes('模拟数据 · 非真实情况'))).toEqual([true, true])
  })
})
