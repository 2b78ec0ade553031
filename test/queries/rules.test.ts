import { beforeAll, describe, expect, it } from 'vitest'
import rulesJson from '../../queries/catalogue/rules.json' with { type: 'json' }
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { readEvent } from '../../functions/events/event.ts'
import { regionsAtLevel } from '../../functions/catalogue/regions.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import { evidenceOfTarget } from '../../functions/catalogue/target-evidence.ts'
import { reaches } from '../../functions/domain/progress.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { idNumberOf } from './workers.ts'

interface Told {
  type: string
  data: Record<string, unknown>
  on?: string
}

/** An event as a union tells it; the region is the case's own, where none is named. */
const tell = (type: string, data: Record<string, unknown>, on?: string): Told => ({ type, data, ...(on && { on }) })

const E = 'local:{id}'
const enterprise = (more: Record<string, unknown> = {}) => tell('enterprise.registered', { enterprise_id: E, name: 'e', kind: 'franchise', sector: 'courier', ...more }, '2025-01-05') // prettier-ignore
const own = (on = '2025-02-10', more: Record<string, unknown> = {}) => tell('union.established', { union_id: 'OWN-{id}', name: 'u', form: 'enterprise_union', mode: 'single', enterprise_id: E, ...more }, on) // prettier-ignore
const street = (more: Record<string, unknown> = {}) => tell('union.established', { union_id: 'STREET-{id}', name: 's', form: 'small_two_level', mode: 'area', ...more }, '2025-01-06') // prettier-ignore
const join = (more: Record<string, unknown> = {}, on = '2025-03-10') => tell('member.joined', { worker: { ref: '{id}' }, union_id: 'STREET-{id}', sector: 'courier', path: 'labour_relation', channel: 'scan', ...more }, on) // prettier-ignore
const station = (more: Record<string, unknown> = {}) => tell('station.registered', { station_id: 'ST-{id}', enterprise_id: E, sector: 'courier', ...more }, '2025-01-07') // prettier-ignore
const party = tell('partyorg.established', { enterprise_id: E }, '2025-01-08')
const target = (basis: string, on: string, more: Record<string, unknown> = {}) => tell('target.set', { target_id: 'X-{id}', metric: 'members_total', region: '000000', sector: 'all', value: 5, comparison: 'at_least', kind: 'assigned', basis, article: basis, authority: '总工会', ...more }, on) // prettier-ignore
/** A county of another province. */
const ELSEWHERE = '510104'

/** For each rule that a list shows: what puts something on the list, and what is much like it and does not. */
const CASES: Record<string, { for: Told[]; against: Told[]; region?: string }> = {
  R01: { for: [enterprise(), own(), street(), join({ enterprise_id: E })], against: [enterprise(), own(), join({ enterprise_id: E, union_id: 'OWN-{id}' })] },
  R02: {
    for: [enterprise(), street({ region: ELSEWHERE }), join({ enterprise_id: E })],
    against: [enterprise(), street(), join({ enterprise_id: E })],
  },
  R03: {
    for: [enterprise(), street(), join({ enterprise_id: E }, '2025-01-10'), own('2025-03-01')],
    against: [enterprise(), street(), join({ enterprise_id: E }, '2025-01-10'), own('2025-03-01'), tell('member.transferred', { worker: { ref: '{id}' }, from_union_id: 'STREET-{id}', to_union_id: 'OWN-{id}', kind: 'union_founded' }, '2025-03-05')],
  },
  R04: {
    for: [street({ region: ELSEWHERE }), join({ path: 'self_run' })],
    against: [street(), join({ path: 'self_run' })],
  },
  R06: { for: [street(), join({ path: 'dispatch' })], against: [enterprise({ kind: 'dispatch' }), street(), join({ path: 'dispatch', enterprise_id: E })] },
  R07: {
    for: [enterprise({ kind: 'dispatch' }), street({ region: ELSEWHERE }), join({ path: 'dispatch', enterprise_id: E })],
    against: [enterprise({ kind: 'dispatch' }), street(), join({ path: 'dispatch', enterprise_id: E })],
  },
  R08: {
    region: '310104',
    for: [enterprise(), street(), join({ enterprise_id: E, channel: 'collective' })],
    against: [enterprise(), street(), join({ enterprise_id: E, channel: 'individual' })],
  },
  R09: {
    for: [enterprise(), street(), ...Array.from({ length: 25 }, (_, n) => join({ worker: { ref: `{id}-${n}` }, channel: 'individual', enterprise_id: E }))],
    against: [enterprise(), street(), ...Array.from({ length: 24 }, (_, n) => join({ worker: { ref: `{id}-${n}` }, channel: 'individual', enterprise_id: E }))],
  },
  R10: {
    for: [street(), join(), join({ channel: 'online' }, '2025-03-20')],
    against: [street(), join(), tell('member.left', { worker: { ref: '{id}' }, union_id: 'STREET-{id}', reason: 'resigned' }, '2025-03-15'), join({ channel: 'online' }, '2025-03-20')],
  },
  R11: {
    for: [enterprise(), own(), join({ union_id: 'OWN-{id}', enterprise_id: 'local:other' })],
    against: [enterprise(), own(), join({ union_id: 'OWN-{id}', enterprise_id: E })],
  },
  R12: {
    for: [street(), join(), tell('member.left', { worker: { ref: '{id}' }, union_id: 'STREET-{id}', reason: 'lost_contact' }, '2025-03-20')],
    against: [street(), join(), tell('member.transferred', { worker: { ref: '{id}' }, from_union_id: 'STREET-{id}', to_union_id: 'U-next', kind: 'moved' }, '2025-03-20')],
  },
  R13: { for: [station({ union_id: 'U-1' })], against: [station({ union_id: 'U-1', area_union_id: 'U-2' })] },
  R14: {
    for: [tell('union.established', { union_id: 'B-{id}', name: 'b', form: 'station_branch', mode: 'joint', station_id: 'ST-{id}' })],
    against: [street(), tell('union.established', { union_id: 'B-{id}', name: 'b', form: 'station_branch', mode: 'joint', station_id: 'ST-{id}', parent_union_id: 'STREET-{id}' })],
  },
  R15: {
    for: [enterprise({ kind: 'head' }), own(), enterprise({ enterprise_id: 'local:{id}-b', kind: 'branch' }), tell('enterprise.linked', { enterprise_id: 'local:{id}-b', parent_id: E, relation: 'branch' })],
    against: [enterprise({ kind: 'head' }), own(), enterprise({ enterprise_id: 'local:{id}-b', kind: 'branch' }), tell('enterprise.linked', { enterprise_id: 'local:{id}-b', parent_id: E, relation: 'branch' }), own('2025-03-01', { union_id: 'B-{id}', enterprise_id: 'local:{id}-b' })],
  },
  R16: {
    for: [enterprise({ kind: 'head' }), own(), enterprise({ enterprise_id: 'local:{id}-a', kind: 'agent' }), tell('enterprise.linked', { enterprise_id: 'local:{id}-a', parent_id: E, relation: 'agent' })],
    against: [enterprise({ kind: 'head' }), enterprise({ enterprise_id: 'local:{id}-a', kind: 'agent' }), tell('enterprise.linked', { enterprise_id: 'local:{id}-a', parent_id: E, relation: 'agent' })],
  },
  R17: { for: [enterprise(), party], against: [enterprise(), party, own()] },
  R18: {
    for: [enterprise(), own()],
    against: [enterprise(), own(), tell('activity.held', { kind: 'publicity', enterprise_id: E }, '2025-03-20')],
  },
  R19: {
    for: [enterprise({ kind: 'station_managed' }), station()],
    against: [enterprise({ kind: 'ecommerce' }), station()],
  },
  R20: {
    for: [tell('fee.set', { amount_cny: 5, every: 'month', set_by: '区总工会', basis: '会议纪要' }), tell('fee.paid', { worker: { ref: '{id}' }, amount_cny: 4 })],
    against: [tell('fee.set', { amount_cny: 5, every: 'month', set_by: '区总工会', basis: '会议纪要' }), tell('fee.paid', { worker: { ref: '{id}' }, amount_cny: 5 })],
  },
  R21: {
    for: [tell('fund.spent', { fund: 'fees', purpose: 'staff', amount_cny: 10 })],
    against: [tell('fund.spent', { fund: 'fees', purpose: 'member_services', amount_cny: 10 }), tell('fund.spent', { fund: 'budget', purpose: 'staff', amount_cny: 10 })],
  },
  R23: {
    region: '310106',
    for: [tell('benefit.enrolled', { kind: 'basic_protection', worker: { ref: '{id}' }, paid_by_union_cny: 60 })],
    against: [tell('benefit.enrolled', { kind: 'basic_protection', worker: { ref: '{id}' }, paid_by_union_cny: 60, paid_by_enterprise_cny: 30, paid_by_worker_cny: 10 }), tell('benefit.enrolled', { kind: 'care_fund', worker: { ref: '{id}' } })],
  },
  R28: {
    for: [tell('mechanism.established', { kind: 'leading_group', head: 'deputy' })],
    against: [tell('mechanism.established', { kind: 'leading_group', head: 'chief' }), tell('mechanism.established', { kind: 'leading_group' })],
  },
  R31: {
    for: [street(), join()],
    against: [street(), join(), tell('member.updated', { worker: { ref: '{id}' } })],
  },
  R32: {
    for: [tell('subsidy.paid', { worker: { ref: '{id}' }, amount_cny: 500, works_in: ELSEWHERE })],
    against: [tell('subsidy.paid', { worker: { ref: '{id}' }, amount_cny: 500, works_in: '{region}' })],
  },
  R33: { for: [target('总工办发〔2021〕16号 （一）', '2021-09-17')], against: [target('总工办发〔2021〕16号 （一）', '2021-09-18')] },
  R34: { for: [target('沪工总基〔2021〕141号 一（二）', '2021-09-23')], against: [target('沪工总基〔2021〕141号 一（二）', '2021-09-24')] },
  R35: { for: [target('陕工函〔2021〕28号 第7条', '2021-11-22')], against: [target('陕工函〔2021〕28号 第7条', '2021-11-23')] },
  blank_cell: {
    for: [tell('workforce.reported', { sector: 'freight', count: 10, basis: 'registered' })],
    against: [tell('workforce.reported', { sector: 'freight', count: 10, basis: 'registered' }), street({ sector: 'freight' })],
  },
  identifiers_in_conflict: {
    for: [join({ worker: { id_number: idNumberOf(1), phone: '13800138111' } }), join({ worker: { id_number: idNumberOf(2), phone: '13800138111' } })],
    against: [join({ worker: { id_number: idNumberOf(1), phone: '13800138111' } }), join({ worker: { id_number: idNumberOf(1), phone: '13800138112' } })],
  },
  no_authority: { for: [target('会议纪要', '2025-01-01', { article: undefined, authority: undefined })], against: [target('会议纪要', '2025-01-01')] },
  no_target: { for: [tell('threshold.set', { target_id: 'X-{id}', value: 0.9, counts: 'share', set_by: '部门', basis: '纪要' })], against: [target('会议纪要', '2025-01-01'), tell('threshold.set', { target_id: 'X-{id}', value: 0.9, counts: 'share', set_by: '部门', basis: '纪要' })] },
  other_region: { for: [tell('ceremony.held', { region: ELSEWHERE })], against: [tell('ceremony.held', { region: '{region}' })] },
} // prettier-ignore

const counties = regionsAtLevel('330000', 'county').map((region) => region.code)
const regionOf = (rule: string) => CASES[rule]!.region ?? counties[Object.keys(CASES).indexOf(rule)]!

/** The events of a case, each from the union of its county. */
function eventsOf(rule: string, told: readonly Told[]) {
  const region = regionOf(rule)
  return told.map(({ type, data, on }, index) => ({
    source: `union:${region}`,
    id: `${rule}-${index}`,
    type,
    occurred_on: on ?? '2025-03-10',
    data: {
      ...(eventTypes.get(type)!.fieldNames.has('region') && { region }),
      ...(JSON.parse(JSON.stringify(data).replaceAll('{id}', rule.toLowerCase().replaceAll('_', '-')).replaceAll('{region}', region)) as object),
    },
  })) // prettier-ignore
}

async function release(events: readonly object[]): Promise<Cube> {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
  expect(receipt.errors).toEqual([])
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
  return openCube(store, manifest)
}

type Rules = Record<string, { zh: string; en: string; article: string; quote: string; list?: string }>
const rules = rulesJson as Rules
const cubes: { for?: Cube; against?: Cube } = {}

/** How many rows of a rule's list come from its case. */
async function found(side: 'for' | 'against', rule: string): Promise<number> {
  const { list } = rules[rule]!
  const rows = await cubes[side]!.list(list!, 100_000)
  const region = rule === 'other_region' ? ELSEWHERE : regionOf(rule)
  const isMine = (row: Record<string, unknown>) => row.region === region || String(row.subject).toLowerCase().endsWith(rule.toLowerCase().replace('_', '-')) // prettier-ignore
  return rows.filter((row) => (row.rule === undefined || row.rule === rule) && isMine(row)).length
}

beforeAll(async () => {
  for (const side of ['for', 'against'] as const) cubes[side] = await release(Object.keys(CASES).flatMap((rule) => eventsOf(rule, CASES[rule]![side])))
}) // prettier-ignore

describe('a rule of the documents', () => {
  it.each(Object.keys(CASES))('%s puts what breaks it on its list', async (rule) => {
    expect(await found('for', rule)).toBeGreaterThan(0)
  })
  it.each(Object.keys(CASES))('%s leaves alone what keeps to it', async (rule) => {
    expect(await found('against', rule)).toBe(0)
  })
  it('is there for each of R01 to R35, with its article and quote', () => {
    const ids = Object.keys(rules).filter((id) => /^R\d\d$/.test(id))
    expect(ids).toEqual(Array.from({ length: 35 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`))
    expect(ids.filter((id) => !rules[id]!.zh || !rules[id]!.en || !rules[id]!.article || !rules[id]!.quote)).toEqual([])
  })
})

describe('R05', () => {
  const takes = [enterprise({ kind: 'attached', region: ELSEWHERE }), own('2025-02-10', { region: ELSEWHERE, form: 'attached_union' }), join({ path: 'self_run', union_id: 'OWN-{id}' })] // prettier-ignore
  const inCase = (told: Told[]) => told.map(({ type, data, on }, index) => ({ source: 'union:330106', id: String(index), type, occurred_on: on ?? '2025-03-10', data: { region: '330106', ...data } })) // prettier-ignore
  it('lets an attaching enterprise’s union take path-2 workers wherever it is', async () => {
    const cube = await release(JSON.parse(JSON.stringify(inCase(takes)).replaceAll('{id}', 'r05')) as object[])
    expect((await cube.list('membership_rules', 100)).filter((row) => row.rule === 'R04')).toEqual([])
  })
  it('does not let another union elsewhere', async () => {
    const other = [street({ region: ELSEWHERE }), join({ path: 'self_run' })]
    const cube = await release(JSON.parse(JSON.stringify(inCase(other)).replaceAll('{id}', 'r05')) as object[])
    expect((await cube.list('membership_rules', 100)).filter((row) => row.rule === 'R04')).toHaveLength(1)
  })
})

const value = async (cube: Cube, metric: string, part: string, region = '000000') =>
  (await cube.valuesAt({ regions: [region], metrics: [metric], sectors: ['all'], spans: ['all'], month: 2025 * 12 + 11 })).find(
    (row) => row.part === part,
  )?.value ?? 0
const one = (type: string, id: string, data: Record<string, unknown>) => ({ source: 's', id, type, occurred_on: '2025-03-10', data })

describe('R22', () => {
  it('sums money by source, and the sum of one source leaves out another', async () => {
    const cube = await release([
      one('fund.budgeted', '1', { region: '310115', fund: 'fiscal', amount_cny: 0.1 }),
      one('fund.budgeted', '2', { region: '310115', fund: 'fiscal', amount_cny: 0.2 }),
      one('fund.budgeted', '3', { region: '310115', fund: 'surplus', amount_cny: 7 }),
    ])
    expect(await value(cube, 'fund.budgeted.amount', 'fund=fiscal')).toBe(0.3)
    expect(await value(cube, 'fund.budgeted.amount', 'fund=surplus')).toBe(7)
  })
})

describe('R23', () => {
  it('is of the plan of Shanghai, and of no other province', async () => {
    const enrolled = (id: string, region: string) =>
      one('benefit.enrolled', id, { kind: 'basic_protection', region, sector: 'courier', worker: { ref: id }, paid_by_union_cny: 60 })
    const cube = await release([enrolled('1', '310115'), enrolled('2', '330102'), enrolled('3', '310000')])
    const rows = (await cube.list('money_rules', 100)).filter((row) => row.rule === 'R23')
    expect(rows.map((row) => row.region)).toEqual(['310000', '310115'])
  })
})

describe('R24, R25, R26 and R27', () => {
  const service = (id: string, ref: string, kind: string, member: boolean) => one('service.delivered', id, { kind, region: '310115', sector: 'courier', worker: { ref }, member }) // prettier-ignore
  const gifts = evidenceOfTarget('five_gifts_reach').counted!
  let cube: Cube
  beforeAll(async () => {
    cube = await release([
      service('1', 'a', 'checkup', false),
      service('2', 'a', 'summer_cool', true),
      service('3', 'b', 'four_seasons', true),
      one('site.opened', '4', { site_id: 'S1', kind: 'driver_home', name: 's', region: '310115' }),
      one('site.opened', '5', { site_id: 'S2', kind: 'driver_home', name: 's', region: '310115' }),
      { ...one('site.closed', '6', { site_id: 'S2' }), occurred_on: '2025-04-01' },
    ])
  })
  it('R24 counts who is served without being a member, and not members among these', async () => {
    expect(await value(cube, 'workers_served', '')).toBe(2)
    expect(await value(cube, 'service_persontimes', 'not_member')).toBe(1)
  })
  it('R25 holds the five gifts, and leaves out the four seasons of Shaanxi', async () => {
    expect(gifts.parts).toEqual(['checkup', 'protection', 'summer_cool', 'winter_warm', 'safety'].map((kind) => `kind=${kind}`))
    let sum = 0
    for (const part of gifts.parts!) sum += await value(cube, 'service_persontimes', part)
    expect(sum).toBe(2)
  })
  it('R26 asks for more than 1,000,000 and is not met by 1,000,000', () => {
    expect([reaches(1_000_001, 1_000_000, 'more_than'), reaches(1_000_000, 1_000_000, 'more_than')]).toEqual([true, false])
  })
  it('R27 counts open driver homes, and not a closed one', async () => {
    expect(await value(cube, 'driver_homes', '')).toBe(1)
  })
})

describe('R29', () => {
  const risk = one('risk.reported', '1', { risk_id: 'R1', kind: 'trend', region: '610102' })
  const step = (id: string, name: string, on: string) => ({ ...one('risk.handled', id, { risk_id: 'R1', step: name, region: '610102' }), occurred_on: on }) // prettier-ignore
  it('tells the days from found to warned to handled', async () => {
    const cube = await release([risk, step('2', 'warned', '2025-03-12'), step('3', 'handled', '2025-03-20')])
    expect((await cube.list('risk_rules', 10))[0]).toMatchObject({ rule: 'R29', state: 'handled', days_to_warning: 2, days_to_end: 10 })
  })
  it('lists what is open, and what was handled before it was found', async () => {
    expect((await (await release([risk])).list('risk_rules', 10))[0]).toMatchObject({ state: 'found', since: '2025-03-10' })
    expect((await (await release([risk, step('2', 'handled', '2025-03-01')])).list('risk_rules', 10))[0]).toMatchObject({ state: 'out_of_order' }) // prettier-ignore
  })
  it('takes day, region, sector and kind of a risk from the report that came first, not the smallest of each', async () => {
    const first = { risk_id: 'R1', kind: 'trend', region: '610102', sector: 'ride_hailing' }
    const later = { risk_id: 'R1', kind: 'labour_relation', region: '310115', sector: 'courier' }
    const cube = await release([{ ...one('risk.reported', '2', later), occurred_on: '2025-03-12' }, one('risk.reported', '3', first)])
    expect((await cube.list('risk_rules', 10))[0]).toMatchObject({ since: '2025-03-10', region: '610102', sector: 'ride_hailing', other: 'trend' }) // prettier-ignore
  })
  it('takes region, sector and channel of a case from the opening that came first; of one day, by source and identifier', async () => {
    const first = { case_id: 'C1', channel: 'union_hr', region: '610102', sector: 'ride_hailing' }
    const second = { case_id: 'C1', channel: 'mediation', region: '310115', sector: 'courier' }
    const cube = await release([one('case.opened', 'b', second), one('case.opened', 'a', first)])
    expect((await cube.list('risk_rules', 10))[0]).toMatchObject({ region: '610102', sector: 'ride_hailing', other: 'union_hr' })
  })
  it('lists a case closed before it opened, and one that never was', async () => {
    const opened = one('case.opened', '1', { case_id: 'C1', channel: 'mediation', region: '610102' })
    const closed = { ...one('case.closed', '2', { case_id: 'C1', result: 'settled', region: '610102' }), occurred_on: '2025-03-01' }
    expect((await (await release([opened, closed])).list('risk_rules', 10))[0]).toMatchObject({ rule: 'case', state: 'out_of_order' })
    expect((await (await release([closed])).list('risk_rules', 10))[0]).toMatchObject({ rule: 'case', state: 'never_opened' })
  })
})

describe('R30', () => {
  const held = (topic: string) => one('negotiation.held', '1', { region: '610102', topics: [topic] })
  const reading = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (_kind: string, identifier: string) => identifier }
  it('takes the ten topics and those of Shaanxi', () => {
    expect(['commission', '进入退出平台规则', '保险福利'].map((topic) => readEvent(held(topic), reading).ok)).toEqual([true, true, true])
  })
  it('refuses a topic that is not of the list, by name', () => {
    const read = readEvent(held('天气'), reading)
    expect(!read.ok && read.problems.map(({ field, code }) => [field, code])).toEqual([['data.topics', 'unknown_code']])
  })
})

describe('bad input', () => {
  const reading = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (_kind: string, identifier: string) => identifier }
  const faults = (type: string, data: Record<string, unknown>, day: string | undefined = '2025-03-10') => {
    const read = readEvent({ source: 's', id: '1', type, ...(day && { occurred_on: day }), data }, reading)
    return read.ok ? [] : read.problems.map(({ field, code }) => `${field} ${code}`)
  }
  it.each([
    ['a code of another list', 'supervision.issued', { region: '610102', kind: 'checkup' }, ['data.kind unknown_code']],
    ['an agreement that ends before it begins', 'agreement.signed', { agreement_id: 'a', kind: 'wage', region: '610102', sector: 'courier', valid_from: '2025-03-01', valid_to: '2025-02-28' }, ['data.valid_to out_of_range']],
    ['money with a minus sign', 'fund.spent', { region: '610102', fund: 'fees', purpose: 'staff', amount_cny: -1 }, ['data.amount_cny out_of_range']],
    ['money with a plus sign', 'fund.spent', { region: '610102', fund: 'fees', purpose: 'staff', amount_cny: '+1' }, ['data.amount_cny malformed']],
    ['a threshold without an author', 'threshold.set', { target_id: 'T09', value: 0.9, counts: 'share', basis: 'x' }, ['data.set_by required']],
    ['a rate above one', 'survey.recorded', { region: '610102', kind: 'satisfaction', rate: 1.2 }, ['data.rate out_of_range']],
    ['a budget that ends before it begins', 'fund.budgeted', { region: '610102', fund: 'fees', amount_cny: 1, period_start: '2025-02-01', period_end: '2025-01-01' }, ['data.period_end out_of_range']],
  ] as const)('%s is refused by name', (_what, type, data, expected) => {
    expect(faults(type, data as Record<string, unknown>)).toEqual(expected)
  }) // prettier-ignore
  it('a threshold without a date is refused', () => {
    const read = readEvent({ source: 's', id: '1', type: 'threshold.set', data: { target_id: 'T09', value: 0.9, counts: 'share', set_by: 'x', basis: 'x' } }, reading) // prettier-ignore
    expect(!read.ok && read.problems.map(({ field, code }) => `${field} ${code}`)).toEqual(['occurred_on required'])
  })
  it('a percentage is taken as a share', () => {
    const read = readEvent(one('survey.recorded', '1', { region: '610102', kind: 'satisfaction', rate: '86.5%' }), reading)
    expect(read.ok && read.event.data.rate).toBe(0.865)
  })
})
