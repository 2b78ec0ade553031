import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createDataset } from '../../functions/http/datasets.ts'
import { seriousFaults } from './accessibility.ts'
import { openPages } from './pages.ts'

/** The pages that write: an upload and a bulletin, in a real browser. */
const pages = openPages()

describe('the bulletins page', () => {
  it('compiles an edition and links its files', async () => {
    const page = await pages.open('/zh/simulated/bulletins')
    await page.getByRole('button', { name: '编制一期' }).click()
    const link = page.getByRole('link', { name: 'Word (DOCX)' })
    await link.waitFor()
    const answer = await fetch(`${pages.root}${await link.getAttribute('href')}`)
    expect(answer.headers.get('content-type')).toContain('wordprocessingml')
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
    await createDataset(pages.context.store, { name: 'failing', title: { zh: '失败', en: 'failing' }, is_simulated: false })
    await fetch(`${pages.root}/api/v1/failing/releases`, { method: 'POST' })
    const page = await pages.open('/zh/failing/upload')
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
  })
  it('to compile a bulletin is shown in the language of the reader, and the button can be used again', async () => {
    const page = await pages.open('/en/simulated/bulletins')
    await failPosts(page, '/api/v1/simulated/bulletins')
    const compile = page.locator('form button')
    await compile.click()
    expect(await page.getByRole('alert').innerText()).toBe('the store is not available')
    expect(await compile.isEnabled()).toBe(true)
    await page.unroute('**/api/v1/simulated/bulletins')
  })
})

describe('the upload page', () => {
  const csv = '来源,编号,事件类型,发生日期,工会编号\ns,up-1,工会撤销,2025-01-01,u\ns,up-2,工会撤销,2025-13-01,u\n'
  it.each([
    [390, 'zh', '只检查', '报送', '检查结果', '回执'],
    [1440, 'en', 'Check only', 'Send', 'What a check found', 'Receipt'],
  ])(
    'at %i pixels in %s checks a file without writing, then sends it and shows which rows were rejected and why',
    async (width, lang, check, send, checked, receipt) => {
      const name = `up${width}`
      await createDataset(pages.context.store, { name, title: { zh: name, en: name }, is_simulated: false })
      await fetch(`${pages.root}/api/v1/${name}/releases`, { method: 'POST' })
      const page = await pages.open(`/${lang}/${name}/upload`, { width })
      await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
      await page.getByRole('button', { name: check }).click()
      await page.getByRole('heading', { name: checked }).waitFor()
      expect(await page.locator('dd').allInnerTexts()).toEqual(['2', '1', '0', '0', '1'])
      expect(await page.locator('tbody tr').first().innerText()).toContain(lang === 'zh' ? '发生日期' : 'occurred')
      await page.getByRole('button', { name: send, exact: true }).click()
      await page.getByRole('heading', { name: receipt, exact: true }).waitFor()
      expect(await page.locator('dd').allInnerTexts()).toEqual(['2', '1', '0', '0', '1'])
      const rejected = await fetch(
        `${pages.root}${await page.getByRole('link', { name: 'CSV', exact: true }).first().getAttribute('href')}`,
      )
      expect(await rejected.text()).toContain('up-2,工会撤销,2025-13-01')
      expect(await seriousFaults(page)).toEqual([])
      await page.locator('section[aria-live] button').click()
      await page.getByText('000002').first().waitFor()
    },
  )
  it('sends a file above the limit of a request to an upload address, and lists its receipt', async () => {
    await createDataset(pages.context.store, { name: 'large', title: { zh: '大', en: 'large' }, is_simulated: false })
    await fetch(`${pages.root}/api/v1/large/releases`, { method: 'POST' })
    const rows = Array.from({ length: 120_000 }, (_, n) => `s,large-${n},工会撤销,2025-01-01,u${n % 9}`)
    const buffer = Buffer.from(`来源,编号,事件类型,发生日期,工会编号\n${rows.join('\n')}\n`)
    expect(buffer.length).toBeGreaterThan(4 * 1024 * 1024)
    const page = await pages.open('/zh/large/upload')
    await page.getByText('还没有收到过文件').waitFor()
    await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: '报送', exact: true }).click()
    await page.getByRole('heading', { name: '回执', exact: true }).waitFor()
    expect(await page.locator('dd').allInnerTexts()).toEqual(['120,000', '120,000', '0', '0', '0'])
    await page.locator('tbody tr').first().waitFor()
    expect(await page.locator('tbody tr').first().innerText()).toContain('120,000')
  })
  it('says in a sentence that a file is not a table', async () => {
    const page = await pages.open('/zh/published/upload')
    await page.locator('input[type=file]').setInputFiles({ name: '通知.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
    await page.getByRole('button', { name: '报送', exact: true }).click()
    expect(await page.getByRole('alert').innerText()).toBe('这是 PDF；请上传 XLSX 或 CSV 表格')
  })
})
