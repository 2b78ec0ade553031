import { articleName } from '../../functions/domain/articles.ts'
import type { Language } from '../../functions/domain/language.ts'
import type { Page, Response } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { seriousFaults } from './accessibility.ts'
import { openPages } from './pages.ts'

/** The front door, the overview and what every page carries, in a real browser. It does not prove that other browsers draw it alike. */
const pages = openPages()

describe('the address without a path', () => {
  it('opens the published figures, in Chinese', async () => {
    const page = await pages.open('/')
    expect(new URL(page.url()).pathname).toBe('/zh/published')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })
})

describe.each([390, 1440])('at %i pixels', (width) => {
  it.each([
    ['zh', '三项承诺', '头部企业建会', '服务覆盖超过100万人', '司机之家达到1000家', '已达到'],
    ['en', 'The three promises', 'Head enterprises unionized', 'More than 1,000,000 workers served', '1,000 driver homes', 'Met'],
  ])(
    'the overview shows the three promises in %s, each with what is counted, published and left open',
    async (lang, title, head, served, homes, met) => {
      const page = await pages.open(`/${lang}/published`, { width })
      expect(await page.locator('h1').innerText()).toBe(title)
      const card = (name: string) => page.locator('article').filter({ hasText: name })
      expect(await card(head).innerText()).toMatch(/12.*\/ 12/s)
      expect(await card(head).innerText()).toContain(met)
      expect(await card(served).innerText()).toContain(articleName('沪工总基〔2021〕141号', lang as Language))
      expect(await card(homes).innerText()).toContain('1,960')
      expect(await card(homes).innerText()).toContain('2024-12-31')
      expect(await card(homes).innerText()).toContain('安徽省总工会网站')
      expect(await card(homes).innerText()).toContain(met)
    },
  )

  it.each([
    ['/zh/simulated', '模拟数据'],
    ['/en/simulated/regions/310000', 'Simulated data'],
    ['/zh/simulated/sectors/freight', '模拟数据'],
    ['/en/simulated/targets', 'Simulated data'],
  ])('%s shows the mark of simulated data, also when scrolled', async (path, mark) => {
    const page = await pages.open(path, { width })
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    expect(await page.getByRole('note').innerText()).toContain(mark)
    expect((await page.getByRole('note').boundingBox())!.y).toBe(0)
  })
})

describe('the switches for dataset and language', () => {
  it('keep the page that is open', async () => {
    const page = await pages.open('/zh/published/targets')
    await page.getByLabel('数据集').selectOption('simulated')
    await page.waitForURL('**/zh/simulated/targets')
    await page.getByRole('link', { name: 'English' }).click()
    await page.waitForURL('**/en/simulated/targets')
    await page.locator('h1').filter({ hasText: 'Targets' }).waitFor()
  })
})

/** Everything that a fresh browser fetches until `isDrawn` resolves: addresses and bodies. */
async function fetched(path: string, isDrawn: (page: Page) => Promise<void>) {
  const context = await pages.browser.newContext()
  const page = await context.newPage()
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.goto(`${pages.root}${path}`)
  await isDrawn(page)
  const bodies = await Promise.all(responses.map((response) => response.body()))
  await context.close()
  return {
    urls: responses.map((response) => response.url()),
    bodies: bodies.map((body) => body.toString('utf8')),
    bytes: bodies.reduce((sum, body) => sum + body.length, 0),
  }
}

describe('a release that is old', () => {
  it.each([
    ['zh', '这一发布版已生成 40 天，其后收到的数据不在内'],
    ['en', 'This release is 40 days old: what was received since is not in it'],
  ])('is called so on every page, with its number and its day, and a recent one is not, in %s (F09)', async (lang, words) => {
    const { created_at } = (await (await fetch(`${pages.root}/api/v1/published/releases/000001`)).json()) as { created_at: string }
    const shownAfter = async (days: number) => {
      const context = await pages.browser.newContext()
      const page = await context.newPage()
      await page.clock.setFixedTime(Date.parse(created_at) + days * 86_400_000)
      const texts: string[] = []
      for (const path of ['', '/regions/000000', '/targets', '/figures']) {
        await page.goto(`${pages.root}/${lang}/published${path}`)
        await page.locator('footer p').first().filter({ hasText: '000001' }).waitFor()
        texts.push(await page.locator('body').innerText())
      }
      await context.close()
      return texts
    }
    for (const text of await shownAfter(40)) expect(text).toContain(words)
    for (const text of await shownAfter(3)) expect(text).not.toMatch(/已生成 \d+ 天|days old/)
  })
})

describe('a page that is open while a release is published', () => {
  it('goes on with the release that it began with: every document that it asks for is of that one (F10)', async () => {
    const { root, browser } = pages
    const send = (path: string, body?: object) => fetch(`${root}/api/v1/moving/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) }) // prettier-ignore
    const joined = (id: string) => ({ source: 's', id, type: 'member.joined', occurred_on: '2026-01-02', data: { worker: { ref: id }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } }) // prettier-ignore
    await send('events', joined('1'))
    expect((await send('releases')).status).toBe(201)
    const context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(...(/\/releases\/(\d{6})\//.exec(request.url())?.slice(1) ?? [])))
    await page.goto(`${root}/zh/moving`)
    await page.locator('footer p').first().filter({ hasText: '000001' }).waitFor()
    await send('events', joined('2'))
    expect((await send('releases')).status).toBe(201)
    for (const [name, path] of [
      ['地区', 'regions'],
      ['目标', 'targets'],
    ] as const) {
      await page.locator('nav').getByRole('link', { name, exact: true }).click()
      await page.waitForURL(`**/moving/${path}**`)
      await page.locator('main h1').first().waitFor()
      await page.locator('footer p').first().filter({ hasText: '000001' }).waitFor()
    }
    expect(asked.length).toBeGreaterThan(2)
    expect(new Set(asked)).toEqual(new Set(['000001']))
    await page.goto(`${root}/zh/moving`)
    await page.locator('footer p').first().filter({ hasText: '000002' }).waitFor()
    await context.close()
  })
})

describe('the first view', () => {
  const chartLibraries = (bodies: string[]) => bodies.filter((body) => /echarts/i.test(body))

  it('fetches no query engine and no chart library', async () => {
    const { urls, bodies, bytes } = await fetched('/zh/published', (page) => page.locator('article').first().waitFor())
    expect(urls.filter((url) => url.includes('/_app/')).length).toBeGreaterThan(3)
    expect(urls.filter((url) => url.includes('/api/')).length).toBeGreaterThan(0)
    expect(urls.filter((url) => /wasm|duckdb/.test(url))).toEqual([])
    expect(chartLibraries(bodies)).toEqual([])
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(400_000)
  })
  it('differs from a page with charts, which does fetch the chart library', async () => {
    const { bodies } = await fetched('/zh/simulated/sectors/courier', async (page) => {
      await page.locator('.chart').first().scrollIntoViewIfNeeded()
      await page.locator('.chart svg').first().waitFor()
    })
    expect(chartLibraries(bodies)).toHaveLength(1)
  })
})

describe('the check for accessibility', () => {
  it('finds a serious fault on a page that has one', async () => {
    const page = await pages.open('/zh/published')
    await page.evaluate(() =>
      document.querySelector('main')!.insertAdjacentHTML('beforeend', '<p style="color:#999;background:#aaa">看不清的灰色文字</p>'),
    )
    expect(await seriousFaults(page)).toEqual([expect.stringMatching(/^color-contrast: <p style/)])
  })
})
