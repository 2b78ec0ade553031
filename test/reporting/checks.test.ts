import { describe, expect, it } from 'vitest'
import { checksPage } from '../../functions/reporting/pages/checks.ts'
import { release } from '../queries/release.ts'

let last = 0
const event = (type: string, data: object) => ({ source: 's', id: `e${++last}`, type, occurred_on: '2026-03-10', data })
const figure = event('figure.published', { metric: 'members_total', region: '310000', sector: 'all', value: 111, unit: '人', as_of: '2026-03-10', qualifier: 'exact', outlet: '解放日报', title: '报道', published_on: '2026-03-10', quote: '引文' }) // prettier-ignore
const join = (region: string) => event('member.joined', { worker: { ref: `w${++last}` }, union_id: 'U', region, sector: 'courier', path: 'self_run', channel: 'scan' }) // prettier-ignore

/** Which checks looked at nothing, and which found nothing. */
async function outcomes(events: object[]) {
  const { checks, undecided } = await checksPage(await release([events]))
  return { undecided: undecided.map(({ id }) => id).sort(), clean: checks.filter(({ rows }) => rows === 0).map(({ id }) => id), missing: undecided } // prettier-ignore
}

describe('a check', () => {
  it('of published figures gives no all-clear where none was received, and says what is missing', async () => {
    const { undecided, clean, missing } = await outcomes([join('310115')])
    expect(undecided).toEqual([
      'contradictory_figures',
      'flow_over_stock',
      'provinces_over_nation',
      'published_against_counted',
      'round_numbers',
      'sectors_over_whole',
    ])
    expect(clean).toEqual(['sudden_jumps', 'month_end_spikes'])
    expect(missing.find(({ id }) => id === 'flow_over_stock')!.missing.map(({ en }) => en)).toEqual(['figure published'])
  })
  it('of figures against counts needs a count in the region of a figure', async () => {
    expect((await outcomes([figure])).undecided).toContain('published_against_counted')
    expect((await outcomes([figure, join('330106')])).undecided).toContain('published_against_counted')
    expect((await outcomes([figure, join('310115')])).undecided).not.toContain('published_against_counted')
  })
})
