import { expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { tryRules } from '../../functions/ingest/recheck.ts'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const join = (id: string, extra: object = {}, data: object = {}) => ({
  source: 's',
  id,
  type: 'member.joined',
  occurred_on: '2025-01-01',
  data: { worker: { id_number: '11010519491231002X' }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan', ...data },
  ...extra,
}) // prettier-ignore

it('a later version of the rules is tried on rejected rows and accepted events, and changes nothing (B15)', async () => {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  await dataset.ingest({
    body: Buffer.from(
      JSON.stringify([
        join('1'),
        { source: 's', id: 'gone', void: true },
        join('2', {}, { badge: 'x' }),
        join('3', {}, { badge: 'x', worker: { id_number: '1' } }),
        join('4', { type: 'member.vanished' }),
        join('1', { occurred_on: '2025-02-02' }),
      ]),
    ),
    contentType: 'application/json',
  })
  await dataset.ingest({
    body: Buffer.from(
      'source,id,type,occurred_on,worker.id_number,union_id,region,sector,path,channel\ns,5,member.joined,2025-13-01,11010519491231002X,u,310115,courier,self_run,scan\n',
    ),
    contentType: 'text/csv',
  })
  const today = await tryRules(dataset, store, NOW)
  expect(today).toMatchObject({
    rejected: { rows: 4, now_taken: [], other_reasons: [] },
    accepted: { events: 2, now_rejected: [], read_otherwise: [] },
  })

  // A later version of the catalogue: joins may carry a badge, and must name their enterprise.
  const type = eventTypes.get('member.joined')!
  const before = { fields: type.fields, fieldNames: type.fieldNames, sortedNames: type.sortedNames }
  const head = dataset.log.head()
  try {
    type.fields = [
      ...type.fields.map((field) => (field.name === 'enterprise_id' ? { ...field, isRequired: true } : field)),
      { name: 'badge', kind: 'text', isRequired: false },
    ]
    type.fieldNames = new Set(type.fields.map((field) => field.name))
    type.sortedNames = [...type.fieldNames].sort()
    const later = await tryRules(dataset, store, NOW)
    expect(later.rejected.other_reasons.map(({ row, now }) => [row, now])).toEqual([
      [1, ['data.enterprise_id required', 'occurred_on malformed']],
      [3, ['data.enterprise_id required']],
      [4, ['data.enterprise_id required', 'data.worker.id_number malformed']],
    ])
    expect(later.accepted.now_rejected).toEqual([{ source: 's', id: '1', now: ['data.enterprise_id required'] }])
    type.fields = type.fields.map((field) => ({ ...field, isRequired: false }))
    expect((await tryRules(dataset, store, NOW)).rejected.now_taken.map(({ row }) => row)).toEqual([3])
  } finally {
    Object.assign(type, before)
  }
  await dataset.log.refresh()
  expect(dataset.log.head()).toEqual(head)
})
