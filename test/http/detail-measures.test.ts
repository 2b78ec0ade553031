import { describe, expect, it } from 'vitest'
import type { MeasuresPage } from '../../functions/reporting/pages/measures.ts'
import { measuresPage } from '../../functions/reporting/pages/measures.ts'
import { release } from '../queries/release.ts'

let last = 0
const event = (type: string, data: object) => ({ source: 's', id: `e${++last}`, type, occurred_on: '2025-03-10', data: { region: '310115', sector: 'courier', ...data } }) // prettier-ignore
const service = (more: object) => event('service.delivered', { kind: 'checkup', ...more })
const join = (ref: string, more: object) =>
  event('member.joined', { worker: { ref }, union_id: 'U', path: 'self_run', channel: 'scan', ...more })

describe('a measure that counts only events that fill in a field', () => {
  it('says so, how many do, and of how many', async () => {
    const cube = await release([
      [
        service({ worker: { ref: 'a' }, channel: 'online' }),
        service({ worker: { ref: 'b' }, channel: 'offline' }),
        service({ worker: { ref: 'c' } }),
        service({ count: 5 }),
        join('a', { received_by: 'small_two_level' }),
        join('b', { campaign: 'x' }),
        join('c', {}),
      ],
    ])
    const { measures } = (await measuresPage(cube, '310115')) as MeasuresPage
    const row = (id: string) => measures.find((one) => one.id === id)!
    expect(row('M156')).toMatchObject({ value: 2, only: { words: { zh: '注明了渠道的服务' }, value: 2, all: { value: 8 } } })
    expect(row('M020')).toMatchObject({ value: 1, only: { value: 2, all: { value: 3 } } })
    expect(row('M085')).not.toHaveProperty('only')
  })
})
