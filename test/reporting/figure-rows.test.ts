import { describe, expect, it } from 'vitest'
import { figureRow } from '../../functions/reporting/pages/figures.ts'
import type { Figure } from '../../functions/release-format/rows.ts'

const figure = (fields: Partial<Figure>) => ({ source: 'union:310000', metric: 'members_total', region: '310000', quote: 'q', url: null, ...fields }) as Figure // prettier-ignore

describe('a figure without an address', () => {
  it('says why: a bundled one was found as a republication only, one that was sent has none, a simulated one was made up', () => {
    const why = (isSimulated: boolean, fields: Partial<Figure>) => figureRow({ is_simulated: isSimulated }, figure(fields)).without_address
    expect(why(false, { source: 'published-figures' })).toBe('republished')
    expect(why(false, {})).toBe('not_given')
    expect(why(true, {})).toBe('invented')
    expect(why(false, { url: 'https://example.org/' })).toBeUndefined()
  })
})
