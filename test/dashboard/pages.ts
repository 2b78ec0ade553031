import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openBrowser } from '../browser.ts'
import { emptyContext } from '../context.ts'

export interface View {
  width?: number
  dark?: boolean
}

/** The pages of one test file: its own copy of the prepared store, a server on it, and one browser page that all its tests use. */
export interface Pages {
  readonly root: string
  readonly context: ReturnType<typeof emptyContext>
  readonly browser: Browser
  /** The folder of the built dashboard. */
  readonly site: string
  /** Opens an address and waits for its heading. */
  open(path: string, view?: View): Promise<Page>
}

/**
 * Starts what the tests of a file share, and registers its end. The tests share a browser page, and with it the browser's cache; the
 * pages keep nothing else in the browser. An error that a page throws fails the test that opened it.
 */
export function openPages(): Pages {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-pages-'))
  const context = { ...emptyContext(), store: fileStore(folder) }
  const errors: Error[] = []
  let server: Awaited<ReturnType<typeof serve>>
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    cpSync(inject('preparedStore'), folder, { recursive: true })
    server = await serve(context, 0, inject('site'))
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(error))
  })
  afterEach(() => {
    expect(errors.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const root = () => `http://127.0.0.1:${server.port}`
  return {
    context,
    get root() {
      return root()
    },
    get site() {
      return inject('site')
    },
    get browser() {
      return browser
    },
    async open(path, { width = 1440, dark = false } = {}) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      await page.goto(`${root()}${path}`)
      await page.locator('main h1').waitFor()
      return page
    },
  }
}
