import { describe, expect, it } from 'vitest'
import { openPages } from './pages.ts'

/** The pages of a region and of a sector, in a real browser. */
const pages = openPages()

describe('a region page', () => {
  it.each(['zh', 'en'])('shows what the API answers, in %s', async (lang) => {
    const page = await pages.open(`/${lang}/simulated/regions/440000`)
    const { values } = (await (await fetch(`${pages.root}/api/v1/simulated/values?metric=members&region=440000`)).json()) as {
      values: { value: number }[]
    }
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader').filter({ hasText: lang === 'zh' ? '现有会员' : 'current members' }) })
      .first()
    expect(await row.getByRole('cell').last().innerText()).toBe(values[0]!.value.toLocaleString('en-US'))
    expect(await page.locator('h1').innerText()).toBe(lang === 'zh' ? '广东省' : 'Guangdong')
    expect(await page.locator('footer').innerText()).toContain('000001')
  })
  it('opens a region below it by keyboard', async () => {
    const page = await pages.open('/zh/simulated/regions/310000')
    const link = page.getByRole('link', { name: '浦东新区' })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/regions/310115')
    expect(await page.locator('h1').innerText()).toBe('浦东新区')
  })
  it('has its charts on paper without having been scrolled to (case fail-32)', async () => {
    const page = await pages.open('/zh/simulated/regions/310000')
    await page.waitForLoadState('networkidle')
    await page.pdf({ format: 'A4' })
    const charts = await page.locator('.chart').count()
    expect(charts).toBe(4)
    expect(await page.locator('.chart svg[viewBox]:has(path)').count()).toBe(charts)
  })
  it.each([
    ['zh', '各地相加可以大于上一级'],
    ['en', 'the regions may add up to more'],
  ])('says below its regions that they need not add up to it, in %s (B14)', async (lang, words) => {
    const page = await pages.open(`/${lang}/simulated/regions/310000`)
    expect(await page.locator('main').innerText()).toContain(words)
  })
  it('says so if the code is not in the table', async () => {
    const page = await pages.open('/zh/simulated/regions/310100')
    expect(await page.locator('main').innerText()).toContain('没有读到数据')
  })
})

describe('a sector page', () => {
  it.each([
    ['zh', '快递'],
    ['en', 'courier'],
  ])('shows its provinces, and a table for each chart, in %s', async (lang, name) => {
    const page = await pages.open(`/${lang}/simulated/sectors/courier`)
    expect(await page.locator('h1').innerText()).toBe(name)
    expect(await page.locator('a.tile').count()).toBe(35)
    const charts = await page.locator('figure:has(.chart)').count()
    expect(charts).toBe(4)
    expect(await page.locator('figure:has(.chart) details table').count()).toBe(charts)
    await page.locator('.chart').first().scrollIntoViewIfNeeded()
    await page.locator('.chart svg').first().waitFor()
  })
})

describe('the denominators of a region', () => {
  it('are shown side by side with source and day, and give a range instead of one rate', async () => {
    const report = (id: string, source: string, basis: string, count: number) => ({ source, id, type: 'workforce.reported', occurred_on: '2025-01-10', data: { region: '330106', sector: 'courier', count, basis } }) // prettier-ignore
    const join = { source: 'union:330106', id: 'j', type: 'member.joined', occurred_on: '2025-01-11', data: { worker: { ref: 'a' }, union_id: 'U', region: '330106', sector: 'courier', path: 'self_run', channel: 'scan' } } // prettier-ignore
    const events = [report('1', 'postal:330106', 'registered', 4), report('2', 'union:330106', 'surveyed', 10), join]
    await fetch(`${pages.root}/api/v1/rivals/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect((await fetch(`${pages.root}/api/v1/rivals/releases`, { method: 'POST' })).status).toBe(201)
    const page = await pages.open('/en/rivals/regions/330106')
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Workers (denominators)' }) })
    expect(await section.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/registered\s+4\s+25.0%\s+postal:330106\s+2025-01-10/),
      expect.stringMatching(/surveyed\s+10\s+10.0%\s+union:330106\s+2025-01-10/),
    ])
    expect(await section.innerText()).toMatch(/10\.0%.*surveyed.*25\.0%.*registered/s)
  })
})

/** Sends events to a dataset of their own, and releases it. */
async function released(name: string, events: readonly object[]): Promise<void> {
  const sent = await fetch(`${pages.root}/api/v1/${name}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
  expect(await sent.json()).toMatchObject({ rejected: 0 })
  expect((await fetch(`${pages.root}/api/v1/${name}/releases`, { method: 'POST' })).status).toBe(201)
}

let serial = 0
const event = (type: string, data: object) => ({ source: 's', id: String(++serial), type, occurred_on: '2026-10-10', data })
const join = (region: string, sector: string) =>
  event('member.joined', { worker: { ref: `w${serial}` }, union_id: 'U', region, sector, path: 'self_run', channel: 'scan' })
const workforce = (region: string, count: number) => event('workforce.reported', { region, sector: 'courier', count, basis: 'registered' })

describe('a rate of some members only', () => {
  it('is shown as such wherever it stands, with its sectors and regions: key counts, targets, sectors, comparison, map', async () => {
    const events = [workforce('310115', 10), join('310115', 'courier'), join('310115', 'food_delivery'), join('310101', 'courier')]
    await released('partial', [...events, workforce('330102', 4), join('330102', 'courier')])
    const page = await pages.open('/en/partial/regions/310000')
    const of = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
    const all = 'members 1, 33.3% of all; sectors: courier; regions below (1 of 16): Pudong New Area'
    expect(await of('Key counts').innerText()).toContain(all)
    expect(await of('Targets').innerText()).toContain(all)
    const sectors = of('Sectors').getByRole('row')
    expect(await sectors.filter({ hasText: 'courier' }).first().innerText()).toContain('members 1, 50.0% of all; regions below (1 of 16): Pudong New Area') // prettier-ignore
    expect(await sectors.last().innerText()).toContain(all)
    await page.goto(`${pages.root}/en/partial/regions/000000`)
    await page.getByLabel('Metric').selectOption('membership_rate.registered')
    expect(await page.locator('.ranked').getByRole('row').filter({ hasText: 'Shanghai' }).innerText()).toContain(all)
    const tile = page.locator('a.tile[href$="/310000"]')
    expect(await tile.getAttribute('title')).toContain(`10.0% · only sectors and regions that reported their workforce: ${all}`)
    // Zhejiang's rate is of all members: Shanghai is not coloured beside it, and not called "not reported".
    expect(await tile.getAttribute('class')).toContain('shade-0')
    expect(await page.locator('a.tile[href$="/330000"]').getAttribute('class')).not.toContain('shade-0')
  })
})

describe('a region that reports its workforce itself', () => {
  it('shows by how much its report differs from those of the regions below', async () => {
    await released('own', [workforce('330100', 40), workforce('330106', 12), join('330106', 'courier')])
    const page = await pages.open('/zh/own/regions/330100')
    const row = page.getByRole('region', { name: '本级填报与下级合计' }).locator('tbody tr')
    expect(await row.allInnerTexts()).toEqual([expect.stringMatching(/快递\s+登记\s+40\s+12\s+\+28\s+1 \/ 13/)])
  })
})

describe('a region of which nothing is counted and something is published', () => {
  it('shows the figure first, with its day, and the missing count as a small line', async () => {
    const page = await pages.open('/zh/published/regions/140000')
    const row = page.getByRole('row').filter({ hasText: '现有会员' }).first()
    expect(await row.innerText()).toMatch(/43 万人以上.*会员总数（累计） · 2023-09-05.*本系统计数：未报送/s)
  })
})

describe('the townships of a county', () => {
  it('have a row each with what names them, a row for the rest, and pages of their work lists', async () => {
    const union = (id: string, region: string) => ({ source: 'u', id, type: 'union.established', occurred_on: '2025-01-10', data: { union_id: id, name: id, form: 'joint_union', mode: 'area', region, sector: 'courier' } }) // prettier-ignore
    const station = { source: 'u', id: 's', type: 'station.registered', occurred_on: '2025-01-11', data: { station_id: 's', enterprise_id: 'local:e', region: '310115004', sector: 'courier' } } // prettier-ignore
    const events = [union('a', '310115004'), union('b', '310115004'), union('c', '310115'), station]
    await fetch(`${pages.root}/api/v1/streets/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect((await fetch(`${pages.root}/api/v1/streets/releases`, { method: 'POST' })).status).toBe(201)
    let page = await pages.open('/zh/streets/regions/310115')
    expect(await page.locator('tr[id="310115004"]').innerText()).toMatch(/潍坊新村街道\s+2\s+1\s+待办/)
    expect(await page.getByRole('row').filter({ hasText: '未写明街镇' }).innerText()).toMatch(/未写明街镇\s+1\s+0/)
    const lists = (await page.locator('tr[id="310115004"] a').getAttribute('href'))!
    page = await pages.open(lists)
    expect(await page.locator('section#R13 tbody tr').count()).toBe(1)
    await page.getByRole('link', { name: '本地区的计数' }).click()
    await page.waitForURL('**/regions/310115#310115004')
    expect(await page.locator('h1').innerText()).toBe('浦东新区')
  })
})
