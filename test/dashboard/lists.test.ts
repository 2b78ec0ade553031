import { describe, expect, it } from 'vitest'
import { openPages } from './pages.ts'

/** The pages that list what was published, reported, checked and is to be done, in a real browser. */
const pages = openPages()

describe('the reporting page', () => {
  it.each(['zh', 'en'])('shows how many reports were expected in the latest period, in %s', async (lang) => {
    const page = await pages.open(`/${lang}/simulated/reporting`)
    const { rows } = (await (await fetch(`${pages.root}/api/v1/simulated/lists/reporting`)).json()) as {
      rows: { period_end: string; state: string }[]
    }
    expect(rows.length).toBeGreaterThan(0)
    const latest = rows.map((row) => row.period_end).sort().at(-1)! // prettier-ignore
    const expected = rows.filter((row) => row.period_end === latest).length
    const row = page.getByRole('row').filter({ hasText: latest }).first()
    expect(await row.innerText()).toContain(String(expected))
  })
  it('says so if the dataset has no reporting duty', async () => {
    const page = await pages.open('/zh/published/reporting')
    expect(await page.locator('main').innerText()).toContain('还没有人设定报送责任')
  })
})

describe('the checks page', () => {
  it('shows contradictory publications with both numbers and the answer of the region, and names the checks that found nothing', async () => {
    const figure = { metric: 'members_total', region: '330000', sector: 'all', unit: '人', as_of: '2024-12-31', qualifier: 'exact', outlet: 'o', title: 't', quote: 'q' } // prettier-ignore
    const events = [
      { source: 's', id: '1', type: 'figure.published', occurred_on: '2025-01-10', data: { ...figure, value: 123_456 } },
      { source: 's', id: '2', type: 'figure.published', occurred_on: '2025-01-11', data: { ...figure, value: 98_765 } },
      { source: 's', id: '3', type: 'check.answered', occurred_on: '2025-02-01', data: { check_id: 'contradictory_figures', subject: 'members_total 2024-12-31', region: '330000', answer: '后一数只含实名入库会员' } },
    ] // prettier-ignore
    await fetch(`${pages.root}/api/v1/odd/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect((await fetch(`${pages.root}/api/v1/odd/releases`, { method: 'POST' })).status).toBe(201)
    const page = await pages.open('/zh/odd/checks')
    const row = page.locator('section#contradictory_figures tbody tr')
    expect(await row.count()).toBe(1)
    expect(await row.innerText()).toMatch(/浙江省.*98,765.*123,456.*后一数只含实名入库会员/s)
    expect(await page.locator('main').innerText()).toContain('没有查出')
  })
  it('sets a published figure against the count of its own day, shows both days, and gives a region one line', async () => {
    const page = await pages.open('/zh/simulated/checks')
    const lines = page.locator('section#published_against_counted tbody tr')
    const regions = await lines.locator('td').nth(0).allInnerTexts()
    expect(regions.length).toBeGreaterThan(0)
    expect(new Set(regions).size).toBe(regions.length)
    const { rows } = (await (await fetch(`${pages.root}/api/v1/simulated/lists/checks`)).json()) as {
      rows: { check_id: string; region: string; value: number; other: number; since: string }[]
    }
    const { value, other, since } = rows.find((row) => row.check_id === 'published_against_counted' && row.region === '360000')!
    const line = lines.filter({ hasText: '江西省' })
    expect(since).toBe('2025-12-31')
    const [published, counted] = [value, other].map((one) => one.toLocaleString('en-US'))
    expect(await line.innerText()).toMatch(new RegExp(`${published} 人\\s+${since}\\s+${counted} 人\\s+${since}`))
  })
})

describe('the work lists page', () => {
  it.each(['zh', 'en'])('shows for each rule the rows of the API, with a file of all of them, in %s', async (lang) => {
    const page = await pages.open(`/${lang}/simulated/work-lists`)
    const { total } = (await (await fetch(`${pages.root}/api/v1/simulated/lists/organisation_rules?rule=R16`)).json()) as { total: number }
    expect(total).toBeGreaterThan(0)
    const section = page.locator('section#R16')
    expect(await section.innerText()).toContain(total.toLocaleString('en-US'))
    // The words of the document stand on the Chinese page; on the English one its name.
    expect(await section.innerText()).toContain(
      lang === 'zh'
        ? '由其工会指导推动劳务派遣公司、加盟企业、代理商等关联企业建会'
        : 'Shanghai Federation of Trade Unions (2021) No. 141, 2(1)2',
    )
    const file = await fetch(pages.root + (await section.getByRole('link', { name: /CSV/ }).getAttribute('href'))!)
    expect((await file.text()).trim().split('\r\n')).toHaveLength(total + 1)
  })
  it('leads from a rule of the nation by its regions to the rows of the union that acts', async () => {
    let page = await pages.open('/zh/simulated/work-lists')
    expect(await page.locator('section#R16 table').count()).toBe(0)
    for (let steps = 0; (await page.locator('section#R16 table').count()) === 0 && steps < 4; steps++) {
      const next = await page.locator('section#R16 .below a').first().getAttribute('href')
      page = await pages.open(next!)
    }
    expect(await page.locator('section#R16 tbody tr').count()).toBeGreaterThan(0)
    await page.locator('section#R16 tbody tr').first().getByRole('link').first().click()
    await page.waitForURL(/\/regions\/\d{6}/)
    expect(await page.locator('h1').innerText()).not.toBe('')
  })
  it('can be filtered by the level that has to act', async () => {
    const page = await pages.open('/zh/simulated/work-lists')
    const before = await page.locator('section').count()
    await page.getByLabel('由谁办理').selectOption('street')
    expect(await page.locator('section').count()).toBeLessThan(before)
  })
  it('names the rules of a list in the answer to a rule of another list', async () => {
    const answer = await fetch(`${pages.root}/api/v1/simulated/lists/organisation_rules?rule=R01`)
    expect([answer.status, ((await answer.json()) as { detail_en: string }).detail_en]).toEqual([
      400,
      expect.stringContaining('organisation_rules has R09, R13'),
    ])
    const unsplit = await fetch(`${pages.root}/api/v1/simulated/lists/checks?rule=R01`)
    expect(((await unsplit.json()) as { detail: string }).detail).toBe('参数 rule：清单 checks 不分规则，收到 R01')
  })
})

describe('the page of published figures', () => {
  it('shows the 1960 and the 76 with their quotes, and can be filtered', async () => {
    const page = await pages.open('/zh/published/figures')
    expect(await page.locator('main li').count()).toBe(195)
    await page.getByLabel('指标').selectOption('driver_homes_total')
    await page.getByLabel('地区').selectOption('000000')
    const text = await page.locator('main ul').innerText()
    expect(text).toContain('截至2024年年底,全国共建成“司机之家”超1960个')
    expect(text).toContain('截至目前,已有76家“司机之家”投入运营')
  })
})
