import { describe, expect, it } from 'vitest'
import type { Cube } from '../../functions/reporting/cube.ts'
import { figureRows } from '../../functions/reporting/pages/figures.ts'
import type { Figure } from '../../functions/release-format/rows.ts'

const figure = (fields: Partial<Figure>) => ({ source: 'union:310000', metric: 'members_total', region: '310000', quote: 'q', url: null, ...fields }) as Figure // prettier-ignore

describe('a figure without an address', () => {
  it('says why: a bundled one was found as a republication only, one that was sent has none, a simulated one was made up', async () => {
    async function why(isSimulated: boolean, fields: Partial<Figure>) {
      const cube = { manifest: { is_simulated: isSimulated }, figureCounts: () => Promise.resolve([]) } as unknown as Cube
      return (await figureRows(cube, [figure(fields)]))[0]!.without_address
    }
    expect(await why(false, { source: 'published-figures' })).toBe('republished')
    expect(await why(false, {})).toBe('not_given')
    expect(await why(true, {})).toBe('invented')
    expect(await why(false, { url: 'https://example.org/' })).toBeUndefined()
  })
})
