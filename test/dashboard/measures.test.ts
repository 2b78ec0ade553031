import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openPages } from './pages.ts'

/** The pages of topics and of measures, in a real browser. */
const pages = openPages()

describe('a topic page', () => {
  it('lists the five gifts and the four seasons separately, with the values of the API', async () => {
    const page = await pages.open('/zh/simulated/measures/000000/services')
    const section = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name }) })
    // A kind has a row, or stands in the sentence of those that were not reported.
    const kindsOf = async (name: string) => {
      const silent = await section(name).getByText('未报送：').allInnerTexts()
      return [
        ...(await section(name).locator('tbody th').allInnerTexts()),
        ...silent.flatMap((text) => text.replace('未报送：', '').split('；')),
      ]
    }
    expect((await kindsOf('“五送”服务（按上海文件的五项）')).sort()).toEqual(['冬季送温暖', '夏日送清凉', '送体检', '送保障', '送安全'])
    expect(await kindsOf('“四季送”（陕西）')).toEqual(['四季送'])
    const { values } = (await (
      await fetch(`${pages.root}/api/v1/simulated/values?metric=service_persontimes&part=kind%3Dcheckup`)
    ).json()) as {
      values: { value: number }[]
    }
    const row = section('“五送”服务（按上海文件的五项）').getByRole('row').filter({ hasText: '送体检' })
    expect(await row.locator('strong').innerText()).toBe(values[0]!.value.toLocaleString('en-US'))
  })
  it('shows each head enterprise with its layers, also if only the head office has a union', async () => {
    const page = await pages.open('/en/simulated/measures/000000/enterprises')
    const trees = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Head enterprises, layer by layer' }) })
    expect(await trees.locator('tbody tr').count()).toBe(12)
    expect(await trees.locator('tbody tr').first().innerText()).toMatch(/has a union|no union/)
    expect(await trees.locator('tbody tr').first().innerText()).toMatch(/branch \d+ \/ \d+/)
  })
  it('shows the ten topics of negotiation in the order of the document', async () => {
    const page = await pages.open('/zh/simulated/measures/610000/rights')
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '协议覆盖的十个议题' }) })
    const silent = (await section.getByText('未报送：').allInnerTexts()).flatMap((text) => text.replace('未报送：', '').split('；'))
    const shown = await section.locator('tbody th').allInnerTexts()
    expect([...shown, ...silent]).toHaveLength(10)
    const inOrder = [
      '行业计件单价',
      '订单分配',
      '抽成比例',
      '劳动定额',
      '报酬支付办法',
      '进入退出平台规则',
      '工作时间',
      '休息休假',
      '劳动保护',
      '奖惩制度',
    ]
    for (const names of [shown, silent]) expect(names).toEqual(inOrder.filter((name) => names.includes(name)))
  })
})

describe('the measures page', () => {
  it.each(['zh', 'en'])('shows the value of the API for each measure, or that nothing was reported, in %s', async (lang) => {
    const page = await pages.open(`/${lang}/simulated/measures/310000`)
    const reported = await page.locator('tbody tr').count()
    expect(await page.getByText(lang === 'zh' ? /另有 \d+ 项举措未报送/ : /\d+ further measures were not reported/).innerText()).toContain(
      String(276 - reported),
    )
    await page.getByRole('checkbox').check()
    expect(await page.locator('tbody tr').count()).toBe(276)
    for (const id of ['M025', 'M057', 'M103', 'M127', 'M177', 'M261']) {
      const { values } = (await (await fetch(`${pages.root}/api/v1/simulated/values?metric=${id}&region=310000`)).json()) as {
        values: { value: number }[]
      }
      const row = page.locator(`tr[data-code="${id}"]`)
      const shown = await row.locator('td strong').allInnerTexts()
      expect([id, shown[0] ?? '0']).toEqual([id, values[0]!.value.toLocaleString('en-US')])
      if (shown.length === 0) expect(await row.innerText()).toMatch(/未报送|not reported/)
    }
  })
  it('can be grouped by document and searched by article, and links the template', async () => {
    const page = await pages.open('/zh/simulated/measures/000000')
    await page.getByLabel('分组').selectOption('article')
    await page.getByLabel('查找').fill('第7条')
    expect(await page.locator('h2').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('陕工函〔2021〕28号')]))
    const row = page.locator('tr[data-code="M158"]').first()
    await row.locator('summary').click()
    expect(await row.innerText()).toContain('陕工函〔2021〕28号 第7条')
    const template = await row.getByRole('link', { name: '签订协议' }).getAttribute('href')
    expect((await fetch(`${pages.root}${template}`)).status).toBe(200)
  })
  it('has a document of less than 60 KB, like every page that is stored or computed on request (F14)', async () => {
    const kept = (await (await fetch(`${pages.root}/api/v1/simulated/releases/000001`)).json()) as {
      files: Record<string, { bytes: number }>
    }
    expect(Object.entries(kept.files).filter(([name, file]) => name.startsWith('pages/') && file.bytes > 60_000)).toEqual([])
    const topics = ['enterprises', 'members', 'sites', 'services', 'rights'].map((topic) => `topics/${topic}/000000`)
    for (const page of ['checks', 'reporting', 'measures/310000', 'regions/000000', 'regions/310000', ...topics]) {
      const answer = await fetch(`${pages.root}/api/v1/simulated/releases/000001/pages/${page}.json`)
      expect([page, answer.status, gzipSync(await answer.text()).length < 60_000]).toEqual([page, 200, true])
    }
  })
})
