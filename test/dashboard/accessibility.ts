import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Pages } from './pages.ts'

/**
 * What axe finds serious or critical on a page. Legacy mode runs axe in the page itself instead of in an empty second one; that differs
 * only for pages with frames, and there are none.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  expect(page.frames()).toHaveLength(1)
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
}

/** Checks pages at the widths of a phone and of a desk. A page is loaded once and then resized. */
export function checkAccessibility(pages: Pages, addresses: readonly (readonly [path: string, dark: boolean])[]): void {
  describe.each(addresses)('%s (dark: %s)', (path, dark) => {
    let page: Page
    beforeAll(async () => {
      page = await pages.open(path, { width: 390, dark })
    })
    it.each([390, 1440])('has no serious fault for axe and nothing that overflows at %i pixels', async (width) => {
      await page.setViewportSize({ width, height: 900 })
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    })
  })
}
