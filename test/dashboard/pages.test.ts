import { AxeBuilder } from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataset } from '../../functions/http/datasets.ts'
import { writerOf } from '../../functions/http/writers.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { loadPublished } from '../../functions/local/seed-datasets.ts'
import { serve } from '../../functions/local/server.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { openBrowser } from '../browser.ts'
import { emptyContext } from '../context.ts'

/** The built site in a real browser. It does not prove that other browsers draw it alike. */
const context = emptyContext()
let server: Awaited<ReturnType<typeof serve>>
let browser: Browser
let root: string

beforeAll(async () => {
  server = await serve(
    context,
    0,
    buildSite(() => undefined),
  )
  root = `http://127.0.0.1:${server.port}`
  await loadPublished(context)
  await createDataset(context.store, { name: 'simulated', title: { zh: '模拟数据', en: 'Simulated data' }, is_simulated: true })
  const simulated = await writerOf(context, 'simulated')
  await simulated.ingest({
    body: readFileSync(new URL('../../queries/catalogue/targets.ndjson', import.meta.url)),
    contentType: 'application/x-ndjson',
  })
  await simulated.ingest({
    body: Buffer.from([...simulate({ events: 20_000, seed: 1, until: '2026-11-24' })].map((event) => JSON.stringify(event)).join('\n')),
    contentType: 'application/x-ndjson',
  })
  for (const name of ['published', 'simulated'])
    expect((await fetch(`${root}/api/v1/${name}/releases`, { method: 'POST' })).status).toBe(201)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function open(path: string, options: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${root}${path}`)
  await page.locator('main h1').waitFor()
  return page
}

describe('the front door', () => {
  it('opens on the real figures, in Chinese', async () => {
    const page = await open('/')
    expect(new URL(page.url()).pathname).toBe('/zh/published')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await page.context().close()
  })
})

describe.each([390, 1440])('at %i pixels', (width) => {
  it.each([
    ['zh', '三项承诺', '头部企业建会', '服务覆盖超过100万人', '司机之家达到1000家', '已达到'],
    ['en', 'The three promises', 'Head enterprises unionized', 'More than 1,000,000 workers served', '1,000 driver homes', 'Met'],
  ])(
    'the three promises stand in %s, each with what is counted, published and left open',
    async (lang, title, head, served, homes, met) => {
      const page = await open(`/${lang}/published`, { width })
      expect(await page.locator('h1').innerText()).toBe(title)
      const card = (name: string) => page.locator('article').filter({ hasText: name })
      expect(await card(head).innerText()).toMatch(/12.*\/ 12/s)
      expect(await card(head).innerText()).toContain(met)
      expect(await card(served).innerText()).toContain('沪工总基〔2021〕141号')
      expect(await card(homes).innerText()).toContain('1,960')
      expect(await card(homes).innerText()).toContain('2024-12-31')
      expect(await card(homes).innerText()).toContain('安徽省总工会网站')
      expect(await card(homes).innerText()).toContain(met)
      await page.context().close()
    },
  )

  it.each([
    ['/zh/published', false],
    ['/en/published', true],
    ['/zh/simulated', true],
    ['/en/simulated', false],
    ['/zh/simulated/regions/310000', false],
    ['/en/simulated/regions/330106', true],
    ['/zh/simulated/sectors/courier', true],
    ['/en/simulated/sectors/freight', false],
    ['/zh/published/figures', false],
    ['/en/published/targets', false],
    ['/zh/simulated/targets', true],
    ['/zh/simulated/bulletins', false],
    ['/en/published/upload', true],
    ['/zh/simulated/cost', true],
    ['/en/published/cost', false],
    ['/zh/simulated/measures/000000', true],
    ['/zh/simulated/work-lists', false],
    ['/zh/published/checks', true],
    ['/zh/simulated/reporting', true],
    ['/en/simulated/reporting', false],
    ['/en/simulated/checks', false],
    ['/zh/simulated/measures/000000/enterprises', false],
    ['/en/simulated/measures/310000/services', true],
    ['/zh/simulated/measures/610000/rights', true],
    ['/en/simulated/measures/000000/sites', false],
    ['/en/simulated/work-lists', true],
    ['/en/simulated/measures/310000', false],
  ])('%s (dark: %s) has no serious fault for axe and nothing that sticks out', async (path, dark) => {
    const page = await open(path, { width, dark })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
    expect(serious.map((one) => `${one.id}: ${one.nodes[0]?.html} ${one.nodes[0]?.failureSummary}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await page.context().close()
  })

  it.each([
    ['/zh/simulated', '模拟数据'],
    ['/en/simulated/regions/310000', 'Simulated data'],
    ['/zh/simulated/sectors/freight', '模拟数据'],
    ['/en/simulated/targets', 'Simulated data'],
  ])('%s carries the mark of simulated data, also when scrolled', async (path, mark) => {
    const page = await open(path, { width })
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    expect(await page.getByRole('note').innerText()).toContain(mark)
    expect((await page.getByRole('note').boundingBox())!.y).toBe(0)
    await page.context().close()
  })
})

describe('a region page', () => {
  it.each(['zh', 'en'])('shows what the API answers, in %s', async (lang) => {
    const page = await open(`/${lang}/simulated/regions/440000`)
    const { values } = (await (await fetch(`${root}/api/v1/simulated/values?metric=members&region=440000`)).json()) as {
      values: { value: number }[]
    }
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader').filter({ hasText: lang === 'zh' ? '现有会员' : 'current members' }) })
      .first()
    expect(await row.getByRole('cell').last().innerText()).toBe(values[0]!.value.toLocaleString('en-US'))
    expect(await page.locator('h1').innerText()).toBe(lang === 'zh' ? '广东省' : 'Guangdong')
    expect(await page.locator('footer').innerText()).toContain('000001')
    await page.context().close()
  })
  it('leads on to the regions below it by keyboard', async () => {
    const page = await open('/zh/simulated/regions/310000')
    const link = page.getByRole('link', { name: '浦东新区' })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/regions/310115')
    expect(await page.locator('h1').innerText()).toBe('浦东新区')
    await page.context().close()
  })
  it('of a code that is not in the table says so', async () => {
    const page = await open('/zh/simulated/regions/310100')
    expect(await page.locator('main').innerText()).toContain('没有读到数据')
    await page.context().close()
  })
})

describe('a sector page', () => {
  it.each([
    ['zh', '快递'],
    ['en', 'courier'],
  ])('shows its provinces and a table twin for each chart, in %s', async (lang, name) => {
    const page = await open(`/${lang}/simulated/sectors/courier`)
    expect(await page.locator('h1').innerText()).toBe(name)
    expect(await page.locator('a.tile').count()).toBe(35)
    const charts = await page.locator('figure:has(.chart)').count()
    expect(charts).toBe(4)
    expect(await page.locator('figure:has(.chart) details table').count()).toBe(charts)
    await page.locator('.chart').first().scrollIntoViewIfNeeded()
    await page.locator('.chart svg').first().waitFor()
    await page.context().close()
  })
})

describe('the pages of topics', () => {
  it('keep the five gifts and the four seasons apart, with what the API answers', async () => {
    const page = await open('/zh/simulated/measures/000000/services')
    const section = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name }) })
    expect(await section('“五送”（上海）').locator('tbody tr').count()).toBe(5)
    expect(await section('“四季送”（陕西）').locator('tbody tr').count()).toBe(1)
    const { values } = (await (await fetch(`${root}/api/v1/simulated/values?metric=service_persontimes&part=kind%3Dcheckup`)).json()) as {
      values: { value: number }[]
    }
    const row = section('“五送”（上海）').getByRole('row').filter({ hasText: '送体检' })
    expect(await row.locator('strong').innerText()).toBe(values[0]!.value.toLocaleString('en-US'))
    await page.context().close()
  })
  it('show each head enterprise with its layers, also where the head office has a union and these have none', async () => {
    const page = await open('/en/simulated/measures/000000/enterprises')
    const trees = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Head enterprises, layer by layer' }) })
    expect(await trees.locator('tbody tr').count()).toBe(12)
    expect(await trees.locator('tbody tr').first().innerText()).toMatch(/has a union|no union/)
    expect(await trees.locator('tbody tr').first().innerText()).toMatch(/branch \d+ \/ \d+/)
    await page.context().close()
  })
  it('show the ten topics of negotiation in the order of the document', async () => {
    const page = await open('/zh/simulated/measures/610000/rights')
    const rows = page.locator('section').filter({ has: page.getByRole('heading', { name: '协议覆盖的十个议题' }) }).locator('tbody th') // prettier-ignore
    expect((await rows.allInnerTexts()).slice(0, 3)).toEqual(['行业计件单价', '订单分配', '抽成比例'])
    expect(await rows.count()).toBe(10)
    await page.context().close()
  })
})

describe('the denominators of a region', () => {
  it('stand side by side with source and day, and give a band and not a rate', async () => {
    const report = (id: string, source: string, basis: string, count: number) => ({ source, id, type: 'workforce.reported', occurred_on: '2025-01-10', data: { region: '330106', sector: 'courier', count, basis } }) // prettier-ignore
    const join = { source: 'union:330106', id: 'j', type: 'member.joined', occurred_on: '2025-01-11', data: { worker: { ref: 'a' }, union_id: 'U', region: '330106', sector: 'courier', path: 'self_run', channel: 'scan' } } // prettier-ignore
    const events = [report('1', 'postal:330106', 'registered', 4), report('2', 'union:330106', 'surveyed', 10), join]
    await fetch(`${root}/api/v1/rivals/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect((await fetch(`${root}/api/v1/rivals/releases`, { method: 'POST' })).status).toBe(201)
    const page = await open('/en/rivals/regions/330106')
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Workers (denominators)' }) })
    expect(await section.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/registered\s+4\s+25.0%\s+postal:330106\s+2025-01-10/),
      expect.stringMatching(/surveyed\s+10\s+10.0%\s+union:330106\s+2025-01-10/),
    ])
    expect(await section.innerText()).toMatch(/10\.0%.*surveyed.*25\.0%.*registered/s)
    await page.context().close()
  })
})

describe('the page of reporting', () => {
  it.each(['zh', 'en'])('says how many were to report and did, and whom to remind, in %s', async (lang) => {
    const page = await open(`/${lang}/simulated/reporting`)
    const { rows } = (await (await fetch(`${root}/api/v1/simulated/lists/reporting`)).json()) as {
      rows: { period_end: string; state: string }[]
    }
    expect(rows.length).toBeGreaterThan(0)
    const latest = rows.map((row) => row.period_end).sort().at(-1)! // prettier-ignore
    const expected = rows.filter((row) => row.period_end === latest).length
    const row = page.getByRole('row').filter({ hasText: latest }).first()
    expect(await row.innerText()).toContain(String(expected))
    await page.context().close()
  })
  it('of a dataset without a duty says so', async () => {
    const page = await open('/zh/published/reporting')
    expect(await page.locator('main').innerText()).toContain('还没有人设定报送责任')
    await page.context().close()
  })
})

describe('the page of checks', () => {
  it('shows contradictory publications with both numbers and what the region says, and the checks that found nothing', async () => {
    const figure = { metric: 'members_total', region: '330000', sector: 'all', unit: '人', as_of: '2024-12-31', qualifier: 'exact', outlet: 'o', title: 't', quote: 'q' } // prettier-ignore
    const events = [
      { source: 's', id: '1', type: 'figure.published', occurred_on: '2025-01-10', data: { ...figure, value: 123_456 } },
      { source: 's', id: '2', type: 'figure.published', occurred_on: '2025-01-11', data: { ...figure, value: 98_765 } },
      { source: 's', id: '3', type: 'check.answered', occurred_on: '2025-02-01', data: { check_id: 'contradictory_figures', subject: 'members_total 2024-12-31', region: '330000', answer: '后一数只含实名入库会员' } },
    ] // prettier-ignore
    await fetch(`${root}/api/v1/odd/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect((await fetch(`${root}/api/v1/odd/releases`, { method: 'POST' })).status).toBe(201)
    const page = await open('/zh/odd/checks')
    const row = page.locator('section#contradictory_figures tbody tr')
    expect(await row.count()).toBe(1)
    expect(await row.innerText()).toMatch(/浙江省.*98,765.*123,456.*后一数只含实名入库会员/s)
    expect(await page.locator('main').innerText()).toContain('没有查出')
    await page.context().close()
  })
})

describe('the page of work lists', () => {
  it.each(['zh', 'en'])('shows for each rule what the API lists, with a file of all rows, in %s', async (lang) => {
    const page = await open(`/${lang}/simulated/work-lists`)
    const { total } = (await (await fetch(`${root}/api/v1/simulated/lists/organisation_rules?rule=R16`)).json()) as { total: number }
    expect(total).toBeGreaterThan(0)
    const section = page.locator('section#R16')
    expect(await section.innerText()).toContain(total.toLocaleString('en-US'))
    expect(await section.innerText()).toContain('由其工会指导推动劳务派遣公司、加盟企业、代理商等关联企业建会')
    const file = await fetch(root + (await section.getByRole('link', { name: /CSV/ }).getAttribute('href'))!)
    expect((await file.text()).trim().split('\r\n')).toHaveLength(total + 1)
    await page.context().close()
  })
  it('can be narrowed to the level that acts', async () => {
    const page = await open('/zh/simulated/work-lists')
    const before = await page.locator('section').count()
    await page.getByLabel('由谁办理').selectOption('street')
    expect(await page.locator('section').count()).toBeLessThan(before)
    await page.context().close()
  })
  it('answers a rule of another list with the rules that the list has', async () => {
    const answer = await fetch(`${root}/api/v1/simulated/lists/organisation_rules?rule=R01`)
    expect([answer.status, ((await answer.json()) as { detail_en: string }).detail_en]).toEqual([
      400,
      expect.stringContaining('organisation_rules has R09, R13'),
    ])
    const unsplit = await fetch(`${root}/api/v1/simulated/lists/checks?rule=R01`)
    expect(((await unsplit.json()) as { detail: string }).detail).toBe('参数 rule：清单 checks 不分规则，收到 R01')
  })
})

describe('the page of measures', () => {
  it.each(['zh', 'en'])('shows what the API answers for each, and what was not reported as such, in %s', async (lang) => {
    const page = await open(`/${lang}/simulated/measures/310000`)
    expect(await page.locator('tbody tr').count()).toBe(276)
    for (const id of ['M025', 'M057', 'M103', 'M127', 'M177', 'M261']) {
      const { values } = (await (await fetch(`${root}/api/v1/simulated/values?metric=${id}&region=310000`)).json()) as {
        values: { value: number }[]
      }
      const row = page.getByRole('row').filter({ hasText: `${id} ` })
      const shown = await row.locator('td strong').allInnerTexts()
      expect([id, shown[0] ?? '0']).toEqual([id, values[0]!.value.toLocaleString('en-US')])
      if (shown.length === 0) expect(await row.innerText()).toMatch(/未报送|not reported/)
    }
    await page.context().close()
  })
  it('can be grouped by document and searched by article, and leads to the template', async () => {
    const page = await open('/zh/simulated/measures/000000')
    await page.getByLabel('分组').selectOption('article')
    await page.getByLabel('查找').fill('第7条')
    expect(await page.locator('h2').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('陕工函〔2021〕28号')]))
    const row = page.getByRole('row').filter({ hasText: 'M158' }).first()
    await row.locator('summary').click()
    expect(await row.innerText()).toContain('陕工函〔2021〕28号 第7条')
    const template = await row.getByRole('link', { name: '签订协议' }).getAttribute('href')
    expect((await fetch(`${root}${template}`)).status).toBe(200)
    await page.context().close()
  })
  it('is a file of less than 60 KB, as is every page that is made when asked for', async () => {
    const kept = (await (await fetch(`${root}/api/v1/simulated/releases/000001`)).json()) as { files: Record<string, { bytes: number }> }
    expect(Object.entries(kept.files).filter(([name, file]) => name.startsWith('pages/') && file.bytes > 60_000)).toEqual([])
    const topics = ['enterprises', 'members', 'sites', 'services', 'rights'].map((topic) => `topics/${topic}/000000`)
    for (const page of ['checks', 'reporting', 'measures/310000', 'regions/000000', 'regions/310000', ...topics]) {
      const answer = await fetch(`${root}/api/v1/simulated/releases/000001/pages/${page}.json`)
      expect([page, answer.status, gzipSync(await answer.text()).length < 60_000]).toEqual([page, 200, true])
    }
  })
})

describe('the page of published figures', () => {
  it('shows the 1960 and the 76 with their quotes, and can be narrowed', async () => {
    const page = await open('/zh/published/figures')
    expect(await page.locator('main li').count()).toBe(195)
    await page.getByLabel('指标').selectOption('driver_homes_total')
    await page.getByLabel('地区').selectOption('000000')
    const text = await page.locator('main ul').innerText()
    expect(text).toContain('截至2024年年底,全国共建成“司机之家”超1960个')
    expect(text).toContain('截至目前,已有76家“司机之家”投入运营')
    await page.context().close()
  })
})

describe('the switches', () => {
  it('change dataset and language and stay on the page', async () => {
    const page = await open('/zh/published/targets')
    await page.getByLabel('数据集').selectOption('simulated')
    await page.waitForURL('**/zh/simulated/targets')
    await page.getByRole('link', { name: 'English' }).click()
    await page.waitForURL('**/en/simulated/targets')
    await page.locator('h1').filter({ hasText: 'Targets' }).waitFor()
    await page.context().close()
  })
})

describe('the bulletins page', () => {
  it('compiles an edition and links its files', async () => {
    const page = await open('/zh/simulated/bulletins')
    await page.getByRole('button', { name: '编制一期' }).click()
    const link = page.getByRole('link', { name: 'Word (DOCX)' })
    await link.waitFor()
    const answer = await fetch(`${root}${await link.getAttribute('href')}`)
    expect(answer.headers.get('content-type')).toContain('wordprocessingml')
    await page.context().close()
  })
})

/** Lets every POST to a path fail with a problem document. */
async function failPosts(page: Page, path: string): Promise<void> {
  await page.route(`**${path}`, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 503, detail: '存储暂时不可用，请稍后再试', detail_en: 'the store is not available' }),
        })
      : route.continue(),
  )
}

describe('a request that fails', () => {
  it('to build a release is shown in the language of the reader, and the button can be used again', async () => {
    await createDataset(context.store, { name: 'failing', title: { zh: '失败', en: 'failing' }, is_simulated: false })
    await fetch(`${root}/api/v1/failing/releases`, { method: 'POST' })
    const page = await open('/zh/failing/upload')
    await failPosts(page, '/api/v1/failing/releases')
    const buffer = Buffer.from('来源,编号,事件类型,发生日期,工会编号\ns,failing-1,工会撤销,2025-01-01,u\n')
    await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: '报送', exact: true }).click()
    const build = page.getByRole('button', { name: '生成发布版' })
    await build.click()
    expect(await page.getByRole('alert').innerText()).toBe('存储暂时不可用，请稍后再试')
    expect(await build.isEnabled()).toBe(true)
    await page.unroute('**/api/v1/failing/releases')
    await build.click()
    await page.getByText('000002').first().waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.context().close()
  })
  it('to compile a bulletin is shown in the language of the reader, and the button can be used again', async () => {
    const page = await open('/en/simulated/bulletins')
    await failPosts(page, '/api/v1/simulated/bulletins')
    const compile = page.locator('form button')
    await compile.click()
    expect(await page.getByRole('alert').innerText()).toBe('the store is not available')
    expect(await compile.isEnabled()).toBe(true)
    await page.context().close()
  })
})

describe('the upload page', () => {
  const csv = '来源,编号,事件类型,发生日期,工会编号\ns,up-1,工会撤销,2025-01-01,u\ns,up-2,工会撤销,2025-13-01,u\n'
  it.each([
    [390, 'zh', '只检查', '报送', '检查结果', '回执'],
    [1440, 'en', 'Check only', 'Send', 'What a check found', 'Receipt'],
  ])(
    'at %i in %s checks a file without writing, then sends it and shows what was not taken and why',
    async (width, lang, check, send, checked, receipt) => {
      const name = `up${width}`
      await createDataset(context.store, { name, title: { zh: name, en: name }, is_simulated: false })
      await fetch(`${root}/api/v1/${name}/releases`, { method: 'POST' })
      const page = await open(`/${lang}/${name}/upload`, { width })
      await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
      await page.getByRole('button', { name: check }).click()
      await page.getByRole('heading', { name: checked }).waitFor()
      expect(await page.locator('dd').allInnerTexts()).toEqual(['2', '1', '0', '0', '1'])
      expect(await page.locator('tbody tr').first().innerText()).toContain(lang === 'zh' ? '发生日期' : 'occurred')
      await page.getByRole('button', { name: send, exact: true }).click()
      await page.getByRole('heading', { name: receipt, exact: true }).waitFor()
      expect(await page.locator('dd').allInnerTexts()).toEqual(['2', '1', '0', '0', '1'])
      const rejected = await fetch(`${root}${await page.getByRole('link', { name: 'CSV', exact: true }).first().getAttribute('href')}`)
      expect(await rejected.text()).toContain('up-2,工会撤销,2025-13-01')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => one.id)).toEqual([])
      await page.locator('section[aria-live] button').click()
      await page.getByText('000002').first().waitFor()
      await page.context().close()
    },
  )
  it('lets a file above the limit of a request land at an address of its own, and lists its receipt', async () => {
    await createDataset(context.store, { name: 'large', title: { zh: '大', en: 'large' }, is_simulated: false })
    await fetch(`${root}/api/v1/large/releases`, { method: 'POST' })
    const rows = Array.from({ length: 120_000 }, (_, n) => `s,large-${n},工会撤销,2025-01-01,u${n % 9}`)
    const buffer = Buffer.from(`来源,编号,事件类型,发生日期,工会编号\n${rows.join('\n')}\n`)
    expect(buffer.length).toBeGreaterThan(4 * 1024 * 1024)
    const page = await open('/zh/large/upload')
    await page.getByText('还没有收到过文件').waitFor()
    await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: '报送', exact: true }).click()
    await page.getByRole('heading', { name: '回执', exact: true }).waitFor()
    expect(await page.locator('dd').allInnerTexts()).toEqual(['120,000', '120,000', '0', '0', '0'])
    await page.locator('tbody tr').first().waitFor()
    expect(await page.locator('tbody tr').first().innerText()).toContain('120,000')
    await page.context().close()
  })
  it('tells a file that is no table in a sentence', async () => {
    const page = await open('/zh/published/upload')
    await page.locator('input[type=file]').setInputFiles({ name: '通知.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
    await page.getByRole('button', { name: '报送', exact: true }).click()
    expect(await page.getByRole('alert').innerText()).toBe('这是 PDF；请上传 XLSX 或 CSV 表格')
    await page.context().close()
  })
})

describe('the first view', () => {
  it('asks for no query engine and no chart library', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    let bytes = 0
    const asked: string[] = []
    page.on('response', (response) => {
      asked.push(response.url())
      void response.body().then(
        (body) => (bytes += body.length),
        () => undefined,
      )
    })
    await page.goto(`${root}/zh/published`)
    await page.locator('article').first().waitFor()
    expect(asked.filter((url) => /wasm|duckdb/.test(url))).toEqual([])
    expect(bytes).toBeLessThan(400_000)
    await context.close()
  })
})
