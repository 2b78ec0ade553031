import { beforeAll, describe, expect, it } from 'vitest'
import checksJson from '../../queries/catalogue/checks.json' with { type: 'json' }
import { buildRelease } from '../../functions/build/build.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { type Cube, type ListRow, openCube } from '../../functions/reporting/cube.ts'
import { measuresPage } from '../../functions/reporting/pages/measures.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { KEY, emptyStore } from '../context.ts'

const UNTIL = '2026-11-30'
const now = () => new Date(`${UNTIL}T04:00:00Z`)

let cube: Cube
beforeAll(async () => {
  const store = emptyStore()
  const dataset = await openDataset('demo', store, KEY, now, undefined, { isSimulated: true })
  const events = [...simulate({ events: 60_000, seed: 20210701, until: UNTIL, statesArrivals: true })]
  const body = Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'))
  expect((await dataset.ingest({ body, contentType: 'application/x-ndjson' })).errors).toEqual([])
  const { manifest } = await buildRelease('demo', store, { limits: { memory: '800MB', threads: 2 }, now })
  cube = await openCube(store, manifest)
}, 120_000)

describe('a release of the simulated campaign', () => {
  let reports: ListRow[]
  const inState = (...states: string[]) => reports.filter((row) => states.includes(String(row.state)))
  beforeAll(async () => {
    reports = await cube.list('reporting', Infinity)
  })

  it('has most provinces report on time: between 70 and 98 of a hundred', () => {
    const share = inState('on_time').length / reports.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.98)
  })
  it('has reports that are late, that are missing and that say that there was nothing', () => {
    expect(['late', 'missing', 'zero'].filter((state) => inState(state).length === 0)).toEqual([])
  })
  it('has few provinces that are late time and again', () => {
    const often = Map.groupBy(inState('late'), (row) => row.region)
    const provinces = [...often].filter(([, rows]) => rows.length >= 4).map(([region]) => region)
    expect(provinces.length).toBeGreaterThan(0)
    expect(provinces.length).toBeLessThan(6)
  })
  it('has something odd for every check of the catalogue, and not for every province', async () => {
    const found = Map.groupBy(await cube.list('checks', Infinity), (row) => String(row.check_id))
    expect(Object.keys(checksJson).filter((check) => !found.has(check))).toEqual([])
    const many = [...found].filter(([, rows]) => rows.length > 12).map(([check, rows]) => `${check}: ${rows.length}`)
    expect(many).toEqual([])
  })
  it('has the answer of the province to the sudden jump', async () => {
    const jump = (await cube.list('checks', Infinity)).find((row) => row.check_id === 'sudden_jumps' && row.region === '620000')
    expect(jump?.answer).toBe('模拟：四月开展集中入会行动')
  })
  it('has an event that touches every measure of the documents, M001 to M276', async () => {
    const { measures } = (await measuresPage(cube, '000000'))!
    expect(measures).toHaveLength(276)
    expect(measures.filter(({ value }) => !value).map(({ id }) => id)).toEqual([])
  })
})
