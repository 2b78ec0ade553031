import { type Server, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { openPages } from './pages.ts'

/** The dashboard behind a proxy that takes the base path /tonglu off (case fail-31), in a real browser. */
const pages = openPages()
const BASE = '/tonglu'
let server: Awaited<ReturnType<typeof serve>>
let proxy: Server
let origin: string
const missed: string[] = []

beforeAll(async () => {
  proxy = createServer((from, answer) => {
    if (!from.url!.startsWith(`${BASE}/`)) {
      missed.push(from.url!)
      answer.writeHead(404).end()
      return
    }
    const path = from.url!.slice(BASE.length)
    const onward = request({ port: server.port, path, method: from.method, headers: from.headers }, (back) => {
      answer.writeHead(back.statusCode!, back.headers)
      back.pipe(answer)
    })
    from.pipe(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const host = `tonglu.localhost:${(proxy.address() as AddressInfo).port}`
  origin = `http://${host}`
  server = await serve(pages.context, 0, pages.site, {
    queueLength: 100,
    publicAddresses: [{ origin, host, href: origin + BASE }],
  })
})
afterAll(async () => {
  proxy.closeAllConnections()
  proxy.close()
  await server.close()
})

it('opens, links and takes files below its base path', async () => {
  const page = await pages.browser.newPage()
  try {
    await page.goto(`${origin}${BASE}/zh/published/regions/310000`)
    await page.locator('main h1').waitFor()
    expect(await page.locator('main h1').innerText()).toBe('上海市')
    await page.getByRole('link', { name: 'English' }).click()
    await page.waitForURL(`${origin}${BASE}/en/published/regions/310000`)
    expect(await page.locator('nav a[aria-current=page]').innerText()).toBe('Regions')
    for (const one of await page.locator('a[href^="/"]').all()) expect(await one.getAttribute('href')).toMatch(/^\/tonglu\//)
    await page.goto(`${origin}${BASE}/zh/published/upload`)
    const event = { source: 's', id: 'p', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
    const small = Buffer.from(JSON.stringify(event))
    // Above 4 MiB a file goes to an address of its own.
    const large = Buffer.concat([small, Buffer.alloc(4.5 * 1024 * 1024, '\n')])
    for (const buffer of [small, large]) {
      await page.locator('input[type=file]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer })
      const receipt = page.waitForResponse((one) => /\/(events|landing\/.*)$/.test(new URL(one.url()).pathname))
      await page.getByRole('button', { name: '报送', exact: true }).click()
      expect((await receipt).status()).toBe(200)
    }
    await page.goto(`${origin}${BASE}/`)
    await page.waitForURL(`${origin}${BASE}/zh/published`)
  } finally {
    await page.close()
  }
  expect(missed.filter((path) => path !== '/favicon.ico')).toEqual([])
})
