import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'
import { readEngines } from '../../functions/engines/engines.ts'
import { openStore } from '../../functions/storage/s3-store.ts'
import type { AppContext } from '../../functions/http/context.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { writerOf } from '../../functions/http/writers.ts'
import { listPrices } from '../../functions/catalogue/prices.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { compareTable } from '../../functions/build/compare-engines.ts'
import { countRemotely } from '../../functions/build/count-remotely.ts'
import { createDocumentTargets } from '../../functions/build/sources.ts'
import { QUERIES, SOURCES, emptyEvents, eventsOf, regionsCsv, regionsOf } from '../../functions/build/tables.ts'
import { loadBundled } from '../../functions/local/seed-datasets.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { isView, readModels } from '../../queries/read-models.ts'
import { KEY, NOW } from '../context.ts'
import { randomHistory } from '../queries/history.ts'

/**
 * The same models over the same files, on two engines that share nothing: DuckDB, and a real Trino that finds the files through the
 * tables that the CDK app declares. Every table must be the same, cell by cell, also those that a release does not keep.
 */
const models = [
  ...readModels(QUERIES, SOURCES),
  // The sources themselves, and the staging model on which all views of the remote engine stand.
  ...['events', 'stg_events'].map((read) => ({
    name: `rows_of_${read}`,
    folder: 'marts' as const,
    sql: `select *\nfrom ${read}`,
    reads: [read],
  })),
]
const limits = { memory: '1000MB', threads: 2 }

/** What a random history has nothing of: figures, targets set anew, a station left behind, things named and never recorded. */
const MORE = [
  ...[1, 2].map((value) => ({
    source: 'm',
    id: `contradictory-${value}`,
    type: 'figure.published',
    occurred_on: '2024-01-02',
    data: { metric: 'unions_total', region: '310000', sector: 'all', value, unit: '个', as_of: '2023-12-31', qualifier: 'exact', outlet: '甲', title: '乙', quote: '丙' },
  })), // prettier-ignore
  {
    source: 'm',
    id: 'answer',
    type: 'check.answered',
    occurred_on: '2024-02-01',
    data: { check_id: 'contradictory_figures', subject: 'unions_total 2023-12-31', region: '310000', answer: '戊' },
  },
  {
    source: 'm',
    id: 'survey',
    type: 'survey.recorded',
    occurred_on: '2024-02-01',
    data: { kind: 'satisfaction', region: '310000', rate: 0.865, count: 200 },
  },
  {
    source: 'm',
    id: 'threshold',
    type: 'threshold.set',
    occurred_on: '2024-02-01',
    data: { target_id: 'T', value: 0.9, counts: 'share', set_by: '己', basis: '庚' },
  },
  {
    source: 'm',
    id: 'duty',
    type: 'duty.set',
    occurred_on: '2023-01-01',
    data: { duty_id: 'D', region: '310000', event_type: 'member.joined', every: 'quarter', due_days: 10, set_by: '己', basis: '庚' },
  },
  {
    source: 'm',
    id: 'fee',
    type: 'fee.set',
    occurred_on: '2023-01-01',
    data: { region: '310000', amount_cny: 5, every: 'month', set_by: '己', basis: '庚' },
  },
  {
    source: 'm',
    id: 'paid',
    type: 'fee.paid',
    occurred_on: '2024-02-01',
    data: { worker: { ref: 'w1' }, region: '310115', amount_cny: 4.5 },
  },
  // Regions that are no more: of a thing and of a worker, one that several regions succeed, and a place of work.
  ...(['310230', '330104'] as const).map((region) => ({
    source: 'm',
    id: `site-${region}`,
    type: 'site.opened',
    occurred_on: '2016-02-01',
    data: { site_id: `site-${region}`, kind: 'driver_home', name: '己', region },
  })),
  {
    source: 'm',
    id: 'served-before',
    type: 'service.delivered',
    occurred_on: '2020-02-01',
    data: { kind: 'safety', worker: { ref: 'w1' }, region: '330104', sector: 'courier' },
  },
  {
    source: 'm',
    id: 'worked-before',
    type: 'subsidy.paid',
    occurred_on: '2016-02-01',
    data: { worker: { ref: 'w1' }, amount_cny: 500, region: '310151', sector: 'courier', works_in: '310230' },
  },
  {
    source: 'm',
    id: 'shared',
    type: 'benefit.enrolled',
    occurred_on: '2024-02-01',
    data: { kind: 'basic_protection', worker: { ref: 'w1' }, region: '310115', paid_by_union_cny: 60 },
  },
  {
    source: 'm',
    id: '1',
    type: 'figure.published',
    occurred_on: '2024-01-02',
    data: {
      metric: 'members_total',
      region: '310000',
      sector: 'all',
      value: 12.5,
      unit: '万人',
      as_of: '2023-12-31',
      qualifier: 'approx',
      outlet: '甲',
      title: '乙',
      quote: '丙',
    },
  },
  ...['2024-01-01', '2024-06-01'].map((on, index) => ({
    source: 'm',
    id: `t${index}`,
    type: 'target.set',
    occurred_on: on,
    data: {
      target_id: 'T',
      metric: 'members_new',
      region: '310000',
      sector: 'all',
      value: 10 + index,
      comparison: 'at_least',
      basis: '丁',
      kind: 'assigned',
    },
  })),
  {
    source: 'm',
    id: '2',
    type: 'enterprise.registered',
    occurred_on: '2024-01-02',
    data: { enterprise_id: 'local:gone', name: 'g', kind: 'branch', sector: 'courier', region: '310115' },
  },
  { source: 'm', id: '3', type: 'enterprise.closed', occurred_on: '2024-02-02', data: { enterprise_id: 'local:gone' } },
  {
    source: 'm',
    id: '4',
    type: 'station.registered',
    occurred_on: '2024-01-03',
    data: { station_id: 'left', enterprise_id: 'local:gone', region: '310115', sector: 'courier' },
  },
  {
    source: 'm',
    id: 'activity',
    type: 'activity.held',
    occurred_on: '2024-02-01',
    data: { kind: 'publicity', region: '310115', enterprise_id: 'local:gone' },
  },
  {
    source: 'm',
    id: 'spent',
    type: 'fund.spent',
    occurred_on: '2024-02-01',
    data: { fund: 'fees', purpose: 'staff', region: '310115', amount_cny: 10 },
  },
  {
    source: 'm',
    id: 'group',
    type: 'mechanism.established',
    occurred_on: '2024-02-01',
    data: { kind: 'leading_group', head: 'deputy', region: '310115' },
  },
  { source: 'm', id: 'record', type: 'member.updated', occurred_on: '2024-02-01', data: { worker: { ref: 'w1' }, region: '310115' } },
  {
    source: 'm',
    id: 'risk',
    type: 'risk.reported',
    occurred_on: '2024-02-01',
    data: { risk_id: 'K', kind: 'trend', region: '310115' },
  },
  {
    source: 'm',
    id: 'zero',
    type: 'zero.reported',
    occurred_on: '2024-04-01',
    data: { region: '310000', event_type: 'member.joined', period_start: '2024-03-01', period_end: '2024-03-31' },
  },
  { source: 'm', id: '5', type: 'union.dissolved', occurred_on: '2024-01-03', data: { union_id: 'never' } },
  // A name with a radical that looks like a character.
  {
    source: 'm',
    id: 'radical',
    type: 'union.established',
    occurred_on: '2024-02-01',
    data: { union_id: 'U-radical', name: '浦东⼯会', form: 'joint_union', mode: 'area', region: '310115' },
  },
  // Somebody who was a child on the day.
  {
    source: 'm',
    id: 'child',
    type: 'service.delivered',
    occurred_on: '2024-02-01',
    data: { kind: 'safety', worker: { id_number: '310115202101010012' }, region: '310115', sector: 'courier' },
  },
  // Somebody whose phone nothing else names.
  {
    source: 'm',
    id: 'by-phone',
    type: 'service.delivered',
    occurred_on: '2024-02-01',
    data: { kind: 'safety', worker: { phone: '13912345678' }, region: '310115', sector: 'courier' },
  },
  // A source whose counts are round hundreds.
  ...Array.from({ length: 12 }, (_, index) => ({
    source: 'round',
    id: `round-${index}`,
    type: 'service.delivered',
    occurred_on: '2024-02-01',
    data: { kind: 'safety', region: '310115', sector: 'courier', count: 100 },
  })),
  {
    source: 'm',
    id: 'online',
    type: 'member.joined',
    occurred_on: '2024-01-04',
    data: { worker: { ref: 'online' }, union_id: 'U', region: '310115', sector: 'courier', path: 'self_run', channel: 'online_full' },
  },
]

/** Awkward histories, made of few people and things so that they meet. */
async function loadGenerated(context: AppContext): Promise<void> {
  const dataset = await writerOf(context, 'generated')
  const history = [1, 2, 3].flatMap((seed) =>
    randomHistory(seededRandom(seed), 200).map((event) => ({ ...event, id: `${seed}-${String(event.id)}` })),
  )
  await dataset.ingest({ body: Buffer.from(JSON.stringify([...history, ...MORE])), contentType: 'application/json' })
}

let context: AppContext

beforeAll(async () => {
  const store = await openStore(process.env.STORE_URL!)
  context = {
    store,
    keys: KEY,
    limits,
    engines: readEngines(process.env.STORE_URL!),
    prices: listPrices,
    createsDatasets: true,
    now: () => NOW,
  }
  await loadGenerated(context)
  await loadBundled(context, () => undefined)
})

describe.each(['generated', 'published', 'simulated'])('DuckDB and Trino over the dataset %s', (dataset) => {
  let here: Engine
  let there: Engine
  let trino: string

  beforeAll(async () => {
    const store = datasetStore(context.store, dataset)
    const live = (await openLog(store)).live()
    here = await openDuckDb(limits)
    const paths: string[] = []
    for (const file of live) {
      paths.push(join(here.folder, `${file.sha256}.parquet`))
      writeFileSync(paths.at(-1)!, (await store.get(file.key))!)
    }
    writeFileSync(join(here.folder, 'regions.csv'), regionsCsv())
    for (const statement of [...emptyEvents(), eventsOf(paths, 'no_events'), ...regionsOf(here.folder)]) await here.run(statement)
    await createDocumentTargets(here, true)
    there = await openDuckDb(limits)
    const elsewhere = await context.engines!.open('trino')
    trino = elsewhere.service.version
    await countRemotely(elsewhere, { engine: there, store, dataset, models, live, isCopied: () => true })
  })
  afterAll(async () => {
    await here?.close()
    await there?.close()
  })

  it.each(models.map((model) => [model.name, model] as const))('give the same %s (D12)', async (name, { sql }) => {
    await here.run(`create ${isView({ name }) ? 'view' : 'table'} "${name}" as\n${sql}`)
    if (isView({ name })) return
    const path = join(there.folder, `${name}-here.parquet`)
    await here.run(`copy "${name}" to '${join(here.folder, 'copied.parquet')}' (format parquet)`)
    writeFileSync(path, readFileSync(join(here.folder, 'copied.parquet')))
    const { rows, difference } = await compareTable(there, { table: name, local: `read_parquet('${path}')`, remote: `"${name}"` })
    const [theirs] = await there.rows(`select count(*) as n from "${name}"`)
    console.log(`${dataset} ${name}: ${rows} rows on ${here.version}, ${theirs!.n} on ${trino}`)
    expect(difference).toBeUndefined()
  })
  if (dataset === 'generated')
    it('have counted something in every table', async () => {
      const empty: string[] = []
      for (const { name } of models) if (Number((await here.rows(`select count(*) as n from "${name}"`))[0]!.n) === 0) empty.push(name)
      expect(empty).toEqual([])
    })
})
