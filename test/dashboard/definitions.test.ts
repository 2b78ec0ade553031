import { describe, expect, it } from 'vitest'
import { registry } from '../../functions/catalogue/registry.ts'
import { openPages } from './pages.ts'

/** The pages that define every number, in a real browser. */
const pages = openPages()

describe('the name of a number', () => {
  it('opens its definition from a table of measures', async () => {
    const page = await pages.open('/zh/simulated/measures/000000')
    const row = page.locator('tr[data-code="M025"]')
    expect(await row.innerText()).toContain('应建会而未建会的单位')
    await row.locator('summary').click()
    await row.getByRole('link', { name: '数的是什么' }).click()
    await page.getByRole('heading', { level: 1, name: '应建会而未建会的单位（个体入会满25人）' }).waitFor()
    const text = await page.locator('main').innerText()
    expect(text).toContain('越少越好')
    expect(text).toContain('个体入会职工达到 25 人以上的单位直接建立工会')
    expect(text).toContain('沪工总基〔2021〕141号 二（一）3')
  })
  it('opens its definition from a published figure', async () => {
    const page = await pages.open('/en/published/figures')
    const link = page.locator('main li a[href*="/definitions/"]').first()
    const code = (await link.getAttribute('href'))!.split('/').at(-1)!
    await link.click()
    await page.getByRole('heading', { level: 1, name: registry.get(code)!.name.en }).waitFor()
    expect(await page.locator('main').innerText()).toContain('Counted by whoever published it')
  })
})

describe('the page of definitions', () => {
  it.each(['zh', 'en'] as const)('lists every number once, and finds one by a word of its definition, in %s', async (lang) => {
    const page = await pages.open(`/${lang}/published/definitions`)
    expect(await page.locator('tbody tr').count()).toBe(registry.size)
    await page.getByRole('searchbox').fill('M163')
    expect(await page.locator('tbody th').allInnerTexts()).toEqual([registry.get('M163')!.name[lang]])
  })
  it('says what would be right where there is no such number', async () => {
    const page = await pages.open('/zh/published/definitions/nothing')
    expect(await page.locator('body').innerText()).toContain('没有指标 nothing')
  })
})
