import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSite } from '../../functions/local/build-site.ts'
import { serve } from '../../functions/local/server.ts'
import { openBrowser } from '../browser.ts'
import { emptyContext } from '../context.ts'

/**
 * Twelve events, counted on paper. Pudong (310115) and Xuhui (310104) lie in Shanghai (310000), Xihu (330106) in Zhejiang.
 *   1 head enterprise, with its own union since February; 1 driver home since February; workforce 40 + 10.
 *   Anna and Bela join in March, Bela leaves in April: one member, two joins, one leave.
 *   Anna is served twice (Pudong, Xuhui), Cara once (Xihu), 30 without names: 2 workers, 33 person-times.
 *   Pudong has couriers and a courier union; Xuhui has freight drivers and no union: one blank cell.
 */
const PAPER: [query: string, values: Record<string, number>][] = [
  ['metric=members', { '000000': 1 }],
  ['metric=members&as_of=2026-03-31', { '000000': 2 }],
  ['metric=members&level=province', { '310000': 1, '330000': 0 }],
  ['metric=members_joined&window=month&as_of=2026-03-31', { '000000': 2 }],
  ['metric=members_left&window=year&as_of=2026-05-31', { '000000': 1 }],
  ['metric=workers_served', { '000000': 2 }],
  ['metric=workers_served&region=310000', { '310000': 1 }],
  ['metric=workers_served&region=310000&level=county', { '310115': 1, '310104': 1, '310101': 0 }],
  ['metric=workers_served&sector=freight', { '000000': 1 }],
  ['metric=workers_served&window=month&as_of=2026-04-30', { '000000': 1 }],
  ['metric=service_persontimes', { '000000': 33 }],
  ['metric=service_persontimes&region=330000&sector=freight', { '330000': 30 }],
  ['metric=unions', { '000000': 1 }],
  ['metric=head_enterprises', { '000000': 1 }],
  ['metric=head_enterprises_unionized&as_of=2026-01-31', { '000000': 0 }],
  ['metric=head_enterprises_unionized', { '000000': 1 }],
  ['metric=driver_homes&sector=freight', { '000000': 1 }],
  ['metric=sites&kind=love_stop', { '000000': 0 }],
  ['metric=workforce&region=310000', { '310000': 50 }],
  ['metric=membership_rate&region=310115&sector=courier', { '310115': 0.025 }],
  ['metric=blank_cells', { '000000': 1 }],
  ['metric=blank_cells&region=310104&sector=freight', { '310104': 1 }],
  ['metric=transfers_due', { '000000': 0 }],
]

let server: Awaited<ReturnType<typeof serve>>
let browser: Browser
let api: string

beforeAll(async () => {
  server = await serve(
    emptyContext(),
    0,
    buildSite(() => undefined),
  )
  api = `http://127.0.0.1:${server.port}/api/v1/paper`
  const body = readFileSync(join(import.meta.dirname, '../fixtures/twelve-events.json'))
  const receipt = await fetch(`${api}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect([receipt.status, await receipt.json()]).toMatchObject([200, { rows: 12, accepted: 12 }])
  expect((await fetch(`${api}/releases`, { method: 'POST' })).status).toBe(201)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('twelve events counted on paper', () => {
  it.each(PAPER)('give the value for %s', async (query, expected) => {
    const { release, values } = (await (await fetch(`${api}/values?${query}`)).json()) as {
      release: string
      values: { region: string; value: number; evidence: string }[]
    }
    expect(release).toBe('000001')
    const found = Object.fromEntries(values.map((value) => [value.region, value.value]))
    expect(found).toMatchObject(expected)
    expect(values.every((value) => value.evidence === 'counted')).toBe(true)
  })
  it('are shown for the day of the latest of them', async () => {
    const { values } = (await (await fetch(`${api}/values?metric=members`)).json()) as { values: { as_of: string }[] }
    expect(values[0]!.as_of).toBe('2026-05-10')
  })
  it('are shown on the page of the region', async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${server.port}/zh/paper/regions/310000`)
    const row = (name: string) =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader').filter({ hasText: name }) })
        .first()
    await row('现有会员').waitFor()
    expect(await row('现有会员').getByRole('cell').allInnerTexts()).toEqual(['—', '—', '1'])
    expect(await row('新发展会员').getByRole('cell').allInnerTexts()).toEqual(['0', '2', '2'])
    expect(await row('服务覆盖人数').getByRole('cell').allInnerTexts()).toEqual(['0', '1', '1'])
    expect(await row('建会空白点').getByRole('cell').allInnerTexts()).toEqual(['—', '—', '1'])
    await page.close()
  })
  it('lead to no new release when nothing is new', async () => {
    const again = await fetch(`${api}/releases`, { method: 'POST' })
    expect([again.status, await again.json()]).toMatchObject([200, { release: '000001' }])
  })
})
