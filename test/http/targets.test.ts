import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

interface ReportedTarget {
  target_id: string
  status: string
  value?: number
  target?: number
  authority?: string
  article?: string
  basis: string
  threshold?: { set_by: string; set_on: string; value: number }
  history?: { value: number | null; reason: string | null }[]
}

/** The measure whose example moves a target. */
const MOVED_BY: Record<string, string> = {
  T01: 'M121', T02: 'M103', T03: 'M106', T04: 'M002', T05: 'M002', T06: 'M001', T07: 'M049', T08: 'M225', T09: 'M001', T11: 'M080',
  T12: 'M022', T13: 'M080', T14: 'M027', T15: 'M013', T16: 'M025', T17: 'M046', T18: 'M026', T19: 'M115', T20: 'M127', T22: 'M074',
  T23: 'M051', T24: 'M064', T25: 'M011', T26: 'M254', T27: 'M255', T28: 'M102', T29: 'M231', T30: 'M271', T31: 'M202', T32: 'M157',
  T33: 'M272', T34: 'M258', T35: 'M259', T36: 'M265', T37: 'M257', T38: 'M151',
} // prettier-ignore

/** A county and a street below the region of a target. */
const BELOW: Record<string, { region: string; street: string }> = {
  '000000': { region: '420106', street: '420106001' },
  '310000': { region: '310115', street: '310115004' },
  '610000': { region: '610102', street: '610102001' },
}

const lines = readFileSync(new URL('../../queries/catalogue/targets.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const targets = lines.map((line) => JSON.parse(line) as { data: { target_id: string; region: string } })

function exampleOf(id: string, region: string) {
  const own = { source: 'union:test', id }
  if (id === 'T10')
    return [{ ...own, type: 'target.set', occurred_on: '2025-03-01', data: { target_id: 'T10-A', metric: 'unions_total', region: '000000', sector: 'all', value: 5, comparison: 'at_least', deadline: '2026-12-31', basis: '会议纪要', kind: 'assigned', part_of: 'T10' } }] // prettier-ignore
  if (id === 'T21') {
    const worker = { ref: 't21' }
    return [
      { ...own, id: 'T21-0', type: 'member.joined', occurred_on: '2025-03-10', data: { worker, union_id: 'U-t21', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } },
      { ...own, type: 'member.left', occurred_on: '2025-03-15', data: { worker, union_id: 'U-t21', reason: 'lost_contact' } },
    ] // prettier-ignore
  }
  // Only members are divided by a workforce that was reported: that of freight.
  if (id === 'T11' || id === 'T13') {
    const data = {
      worker: { ref: id },
      union_id: `U-${id}`,
      region: BELOW[region]!.region,
      sector: 'freight',
      path: 'self_run',
      channel: 'scan',
    }
    return [{ ...own, type: 'member.joined', occurred_on: '2025-03-15', data }]
  }
  // Only a member is in the real-name database as a member.
  if (id === 'T22') {
    const worker = { ref: 't22' }
    return [
      { ...own, id: 'T22-0', type: 'member.joined', occurred_on: '2025-03-10', data: { worker, union_id: 'U-t22', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } },
      { ...own, id: 'T22-1', type: 'member.updated', occurred_on: '2025-03-12', data: { worker, region: '310115' } },
      { ...own, id: 'T22-2', type: 'member.updated', occurred_on: '2025-03-15', data: { worker, region: '310115' } },
    ] // prettier-ignore
  }
  // A cell is blank only where no other example founds a union.
  const place = id === 'T18' ? { region: '310104', street: '310104003' } : BELOW[region]!
  const { example } = measures[MOVED_BY[id]!]!
  return example.map(({ type, data }, index) => ({
    ...own,
    id: `${id}-${index}`,
    type,
    occurred_on: index === example.length - 1 ? '2025-03-15' : '2025-03-10',
    data: {
      ...(eventTypes.get(type)!.fieldNames.has('region') && { region: place.region }),
      ...(JSON.parse(JSON.stringify(data).replaceAll('{id}', id.toLowerCase()).replaceAll('{region}', place.region).replaceAll('{street}', place.street)) as object), // prettier-ignore
    },
  }))
}

const reported: Record<'before' | 'after' | 'voided' | 'thresholds', Map<string, ReportedTarget>> = {
  before: new Map(),
  after: new Map(),
  voided: new Map(),
  thresholds: new Map(),
}

beforeAll(async () => {
  const server = await serve(emptyContext(), 0)
  const api = `http://127.0.0.1:${server.port}/api/v1/ledger`
  const send = async (events: object[], into: Map<string, ReportedTarget>) => {
    const sent = await fetch(`${api}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    expect(((await sent.json()) as { errors: unknown[] }).errors).toEqual([])
    const { release } = (await (await fetch(`${api}/releases`, { method: 'POST' })).json()) as { release: string }
    const page = (await (await fetch(`${api}/releases/${release}/pages/targets.json`)).json()) as { targets: ReportedTarget[] }
    for (const one of page.targets) into.set(one.target_id, one)
  }
  // Something of each kind is there from the beginning, so that the last event of an example is what moves a target.
  const examples = new Map(targets.map(({ data }) => [data.target_id, exampleOf(data.target_id, data.region)]))
  const workforce = ['310115', '420106'].map((region, index) => ({ source: 'union:test', id: `workforce-${index}`, type: 'workforce.reported', occurred_on: '2025-01-01', data: { region, sector: 'freight', count: 100, basis: 'registered' } })) // prettier-ignore
  // A blank cell is a count only once unions were reported; those of freight are there from the beginning, so that only T18 makes one.
  const unions = ['310115', '420106'].map((region, index) => ({ source: 'union:test', id: `union-${index}`, type: 'union.established', occurred_on: '2025-01-01', data: { union_id: `U-${index}`, name: '示例工会', form: 'joint_union', mode: 'joint', region, sector: 'freight' } })) // prettier-ignore
  await send([...lines.map((line) => JSON.parse(line) as object), ...workforce, ...unions], reported.before)
  await send([...examples.values()].flat(), reported.after)
  await send(
    ['T05', 'T06', 'T07', 'T09'].map((id) => ({ source: 'union:test', id: `threshold-${id}`, type: 'threshold.set', occurred_on: '2025-02-01', data: { target_id: id, value: 0.5, counts: 'share', set_by: '上海市总工会基层工作部', basis: '部门会议纪要' } })), // prettier-ignore
    reported.thresholds,
  )
  await send(
    [...examples.values()].flat().map(({ source, id }) => ({ source, id, revision: 2, void: true })),
    reported.voided,
  )
  await server.close()
}, 120_000)

const ids = targets.map(({ data }) => data.target_id)

describe('the target ledger', () => {
  it('holds T01 to T38, each with authority and article', () => {
    expect(ids).toEqual(Array.from({ length: 38 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`))
    expect(ids.filter((id) => !reported.before.get(id)?.authority || !reported.before.get(id)?.article)).toEqual([])
  })
  it.each(ids)('%s moves when what it asks for is reported, and back when that is withdrawn', (id) => {
    const [before, after, voided] = [reported.before.get(id)!, reported.after.get(id)!, reported.voided.get(id)!]
    expect(after.value).toBeGreaterThan(before.value ?? 0)
    expect(voided.value ?? 0).toBe(before.value ?? 0)
  })
  it('all move: 38 of 38', () => {
    const moved = ids.filter((id) => reported.after.get(id)!.value! > (reported.before.get(id)!.value ?? 0) && (reported.voided.get(id)!.value ?? 0) === (reported.before.get(id)!.value ?? 0)) // prettier-ignore
    console.log(`${moved.length} of ${ids.length}`)
    expect(moved).toHaveLength(38)
  })
  it.each(['T05', 'T06', 'T07', 'T09'])(
    '%s, which the document sets in words, has no status until a person sets a threshold, and then is judged by it',
    (id) => {
      expect(reported.after.get(id)!.status).toBe('placeholder')
      expect(reported.thresholds.get(id)!.threshold).toMatchObject({ set_by: '上海市总工会基层工作部', set_on: '2025-02-01', value: 0.5 })
      expect(['met', 'no_deadline']).toContain(reported.thresholds.get(id)!.status)
      expect(reported.thresholds.get(id)!.target).toBeGreaterThan(0)
    },
  )
  it('judges that one exists and that none is left', () => {
    expect(['T08', 'T25', 'T38'].map((id) => reported.after.get(id)!.status)).toEqual(['met', 'met', 'met'])
    expect(['T16', 'T17', 'T18'].map((id) => reported.after.get(id)!.status)).toEqual(['no_deadline', 'no_deadline', 'no_deadline'])
  })
  it.each(['T20', 'T29', 'T30', 'T37'])('has no trend of %s, of which nothing was received before', (id) => {
    expect(reported.after.get(id)!.status).toBe('no_earlier')
  })
  it('counts the regions that have a leading group of their own, of the province and all regions below it', () => {
    expect(reported.after.get('T26')).toMatchObject({ value: 1, target: 118 })
  })
  it('counts the members in the real-name database, each once, of all members', () => {
    const { value, of } = reported.after.get('T22')! as ReportedTarget & { of: { value: number } }
    expect(value).toBe(1)
    expect(of.value).toBeGreaterThan(1)
  })
  it('says that joining is in party-building assessment somewhere, and since when', () => {
    expect(reported.after.get('T34')).toMatchObject({ exists: true, since: '2025-03-15', status: 'met' })
    expect(reported.after.get('T34')).not.toHaveProperty('share')
  })
})
