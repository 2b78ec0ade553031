import { expect, it } from 'vitest'
import { release } from './release.ts'

let ids = 0
const event = (type: string, data: object) => ({ source: 's', id: String(++ids), type, occurred_on: '2025-01-01', data })
const union = (union_id: string, name: string) =>
  event('union.established', { union_id, name, form: 'joint_union', mode: 'area', region: '310115' })
const site = (site_id: string, name: string) => event('site.opened', { site_id, name, kind: 'driver_home', region: '310115', sector: 'freight' })
const enterprise = (tail: string, name: string) =>
  event('enterprise.registered', { enterprise_id: `local:${tail}`, name, kind: 'head', sector: 'courier', region: '310115' })

it('names with characters that are not seen or look like others are listed, and names that look the same', async () => {
  const cube = await release([
    [
      union('U1', '浦东快递工会'),
      union('U2', '浦东快递⼯会'),
      union('U3', '徐汇货运工会（联合）'),
      site('S1', '司机之家\u{FE0F}一号'),
      site('S2', '司机之家一号'),
      enterprise('a', 'АBC速运'),
      enterprise('b', 'ABC速运'),
      enterprise('c', '第１运输公司'),
      union('U4', '嘉定\u3164工会'),
      event('union.dissolved', { union_id: 'U4' }),
    ],
  ])
  const rows = await cube.list('names_to_check', 100)
  expect(rows.map(({ thing, subject, problem }) => `${String(thing)} ${String(subject)} ${String(problem)}`)).toEqual([
    'enterprise local:a look_alike',
    'enterprise local:a same_look',
    'enterprise local:b same_look',
    'enterprise local:c look_alike',
    'site S1 invisible',
    'site S1 same_look',
    'site S2 same_look',
    'union U1 same_look',
    'union U2 look_alike',
    'union U2 same_look',
  ])
})
