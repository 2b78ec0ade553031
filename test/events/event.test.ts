import { describe, expect, it } from 'vitest'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import type { ReadingRules } from '../../functions/events/worker.ts'
import { eventContent } from '../../functions/events/content.ts'
import { readEvent } from '../../functions/events/event.ts'

const rules: ReadingRules = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (kind, identifier) => `${kind}#${identifier.length}` }

const join = {
  source: 'union:310115',
  id: '2025-03-000123',
  type: 'member.joined',
  occurred_on: '2025-03-14',
  revision: 1,
  data: {
    worker: { id_number: '11010519491231002X' },
    union_id: 'U-310115-7',
    region: '310115',
    sector: 'courier',
    path: 'self_run',
    channel: 'scan',
  },
}

function faults(raw: unknown): [string, string][] {
  const read = readEvent(raw, rules)
  return read.ok ? [] : read.problems.map((one): [string, string] => [one.field, one.code])
}

function content(raw: unknown): string {
  const read = readEvent(raw, rules)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return eventContent(read.event)
}

const withData = (data: Record<string, unknown>) => ({ ...join, data: { ...join.data, ...data } })

describe('a good event', () => {
  it('is read with its person as a pseudonym', () => {
    const read = readEvent(join, rules)
    expect(read.ok && read.event.data.worker).toBe('id_number#18')
  })
  it('has the same content in whatever form it is written', () => {
    const other = {
      ...join,
      source: ' union:310115 ',
      revision: '1',
      data: { ...join.data, region: '310115000000', worker: { id_number: ' １１０１０５１９４９１２３１００２ｘ ' }, enterprise_id: '' },
    }
    expect(content(other)).toBe(content(join))
    const { revision: _revision, ...without } = join
    expect(content(without)).toBe(content(join))
  })
  it('has a content that changes with each of its fields', () => {
    expect(content(withData({ sector: 'freight' }))).not.toBe(content(join))
    expect(content({ ...join, occurred_on: '2025-03-15' })).not.toBe(content(join))
  })
})

describe('a bad event', () => {
  it.each([
    [{ ...join, type: 'member.jumped' }, 'type', 'unknown_type'],
    [{ ...join, colour: 'red' }, 'colour', 'unknown_field'],
    [{ ...join, occurred_on: '2014-12-31' }, 'occurred_on', 'out_of_range'],
    [{ ...join, occurred_on: '2026-11-26' }, 'occurred_on', 'out_of_range'],
    [{ ...join, occurred_on: '2025-02-29' }, 'occurred_on', 'malformed'],
    [{ ...join, occurred_on: undefined }, 'occurred_on', 'required'],
    [{ ...join, source: 'x'.repeat(101) }, 'source', 'out_of_range'],
    [{ ...join, id: 'a\u0000b' }, 'id', 'malformed'],
    [{ ...join, id: 7.5 }, 'id', 'wrong_type'],
    [{ ...join, id: 2 ** 53 }, 'id', 'rounded'],
    [{ ...join, id: '2.02503E+17' }, 'id', 'rounded'],
    [{ ...join, id: '#N/A' }, 'id', 'no_value'],
    [{ ...join, revision: 0 }, 'revision', 'out_of_range'],
    [{ ...join, revision: 2147483648 }, 'revision', 'out_of_range'],
    [withData({ region: '310100' }), 'data.region', 'unknown_region'],
    [withData({ sector: 'couriers' }), 'data.sector', 'unknown_code'],
    [withData({ path: undefined }), 'data.path', 'required'],
    [withData({ hobby: 'chess' }), 'data.hobby', 'unknown_field'],
    [withData({ worker: { id_number: '110105194912310021' } }), 'data.worker.id_number', 'check_character'],
    [withData({ worker: { id_number: '110105491231002' } }), 'data.worker.id_number', 'malformed'],
    [withData({ worker: { phone: '12345' } }), 'data.worker.phone', 'malformed'],
    [withData({ worker: {} }), 'data.worker', 'required'],
    [withData({ worker: { phone: '138', ref: 'w1' } }), 'data.worker.phone', 'malformed'],
    [withData({ worker: { ref: 'w1', name: '张三' } }), 'data.worker.name', 'unknown_field'],
    [withData({ enterprise_id: '91350100M000100Y44' }), 'data.enterprise_id', 'check_character'],
    ['text', 'body', 'wrong_type'],
    [null, 'body', 'wrong_type'],
  ])('%# names its field and reason', (raw, field, code) => {
    expect(faults(raw)).toEqual([[field, code]])
  })
  it('names every field that fails', () => {
    expect(faults({ ...withData({ region: 'x', sector: 'y' }), occurred_on: 'z' }).map(([field]) => field)).toEqual([
      'occurred_on',
      'data.region',
      'data.sector',
    ])
  })
  it('says nothing of the person in its messages', () => {
    const read = readEvent(withData({ worker: { id_number: '110105194912310021' }, sector: '13800138000' }), rules)
    expect(JSON.stringify(read)).not.toMatch(/110105194912310021|13800138000/)
  })
})

describe('services', () => {
  const service = {
    source: 's',
    id: '1',
    type: 'service.delivered',
    occurred_on: '2025-01-01',
    data: { kind: 'checkup', region: '310115', sector: 'freight' },
  }
  const given = (data: object) => ({ ...service, data: { ...service.data, ...data } })
  it('have a worker or a count, not both and not neither', () => {
    expect(faults(service)).toEqual([['data.worker', 'exactly_one']])
    expect(faults(given({ worker: { ref: 'w' }, count: 3 }))).toEqual([['data.worker', 'exactly_one']])
    expect(faults(given({ count: 3 }))).toEqual([])
  })
  it('refuse text in a number, a count of 0 and money with three decimals', () => {
    expect(faults(given({ count: '十' }))).toEqual([['data.count', 'wrong_type']])
    expect(faults(given({ count: 0 }))).toEqual([['data.count', 'out_of_range']])
    expect(faults(given({ count: 3, amount_cny: 1.005 }))).toEqual([['data.amount_cny', 'out_of_range']])
    expect(faults(given({ count: 3, amount_cny: -1 }))).toEqual([['data.amount_cny', 'out_of_range']])
  })
  it('take a count printed in 万', () => {
    expect(content(given({ count: '1.2万' }))).toBe(content(given({ count: 12000 })))
  })
})

describe('voids', () => {
  it('need source, id and revision only', () => {
    expect(faults({ source: 's', id: '1', revision: 2, void: true })).toEqual([])
  })
  it('are alike whatever else they carry', () => {
    expect(content({ ...join, revision: 2, void: true })).toBe(content({ source: join.source, id: join.id, revision: 2, void: true }))
  })
  it('have what they carry checked', () => {
    expect(faults({ ...withData({ region: '310100' }), void: true })).toEqual([['data.region', 'unknown_region']])
    expect(faults({ source: 's', id: '1', void: true, data: { region: '310100' } })).toEqual([['data.region', 'unknown_region']])
  })
})

describe('published figures', () => {
  const figure = {
    source: 'f', id: '1', type: 'figure.published', occurred_on: '2025-01-02',
    data: { metric: 'members_total', region: '310000', sector: 'all', value: 12, unit: '人', as_of: '2024-12-31', qualifier: 'exact', outlet: 'x', title: 'y', quote: 'z' },
  } // prettier-ignore
  const given = (data: object) => ({ ...figure, data: { ...figure.data, ...data } })
  it('turn 万 into plain numbers, in the value or in the unit', () => {
    expect(content(given({ value: '12.5万' }))).toBe(content(given({ value: 125000 })))
    expect(content(given({ value: 12.5, unit: '万人' }))).toBe(content(given({ value: 125000 })))
  })
  it('keep the printed text as the quote where none is given', () => {
    const read = readEvent(given({ value: '1.57', unit: '亿元', quote: '' }), rules)
    expect(read.ok && read.event.data).toMatchObject({ value: 157000000, unit: '元', quote: '1.57亿元' })
  })
  it('name a metric of the catalogue, and a period that does not end before it begins', () => {
    expect(faults(given({ metric: 'happiness' }))).toEqual([['data.metric', 'unknown_code']])
    expect(faults(given({ period_start: '2025-01-01' }))).toEqual([['data.as_of', 'out_of_range']])
  })
})

describe('the catalogue', () => {
  it('gives every event type names and an article', () => {
    for (const [name, type] of eventTypes) {
      expect([name, type.zh, type.en, type.article].every(Boolean)).toBe(true)
      expect(type.fields.length).toBeGreaterThan(0)
    }
  })
})
