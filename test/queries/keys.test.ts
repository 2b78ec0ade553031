import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSources } from '../../functions/build/sources.ts'
import { QUERIES, SOURCES, eventsOf } from '../../functions/build/tables.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { isView, keyOf, readModels } from '../../queries/read-models.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { randomHistory } from './history.ts'

const models = readModels(QUERIES, SOURCES)

/** Random histories that meet in few entities, simulated events, and the example of every measure: some rows for most models. */
function events(): object[][] {
  const histories = [1, 2, 3].map((seed) =>
    randomHistory(seededRandom(seed), 300).map((event) => ({ ...event, id: `${seed}-${String(event.id)}` })),
  )
  const examples = Object.entries(measures).flatMap(([measure, { example }]) =>
    example.map(({ type, data }, index) => ({
      source: 'union:310115',
      id: `${measure}-${index}`,
      type,
      occurred_on: '2025-03-10',
      data: {
        ...(eventTypes.get(type)!.fieldNames.has('region') && { region: '310115' }),
        ...(JSON.parse(
          JSON.stringify(data)
            .replaceAll('{id}', measure.toLowerCase())
            .replaceAll('{region}', '310115')
            .replaceAll('{street}', '310115004'),
        ) as object),
      },
    })),
  )
  const radical = { source: 'union:310115', id: 'radical', type: 'union.established', occurred_on: '2025-03-10', data: { union_id: 'U-radical', name: '浦东⼯会', form: 'joint_union', mode: 'area', region: '310115' } } // prettier-ignore
  const byPhone = { source: 'union:310115', id: 'phone', type: 'service.delivered', occurred_on: '2025-03-10', data: { worker: { phone: '19900000001' }, kind: 'training', region: '310115', sector: 'courier' } } // prettier-ignore
  return [...histories, [...examples, radical, byPhone], [...simulate({ events: 5_000, seed: 1, until: '2026-11-24' })]]
}

let engine: Engine
beforeAll(async () => {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  for (const batch of events()) await dataset.ingest({ body: Buffer.from(JSON.stringify(batch)), contentType: 'application/json' })
  engine = await openDuckDb({ memory: '800MB', threads: 2 })
  const paths: string[] = []
  for (const file of (await openLog(store)).live()) {
    const path = join(engine.folder, `${file.sha256}.parquet`)
    writeFileSync(path, (await store.get(file.key))!)
    paths.push(path)
  }
  await createSources(engine)
  await engine.run(eventsOf(paths, 'no_events'))
  for (const model of models) await engine.run(`create ${isView(model) ? 'view' : 'table'} "${model.name}" as\n${model.sql}`)
})
afterAll(() => engine.close())

const count = async (sql: string) => Number((await engine.rows(`select count(*) as n from (${sql})`))[0]!.n)

const withKey = models.filter(({ sql }) => keyOf(sql).length > 0)

describe.each(withKey.map((model) => [model.name, model] as const))('the key of %s', (name, { sql }) => {
  const key = keyOf(sql)
  const columns = key.map((column) => `"${column.name}"`).join(', ')
  it('tells its rows apart', async () => {
    expect(await count(`select ${columns} from "${name}" group by ${columns} having count(*) > 1`)).toBe(0)
  })
  it('is null only where its header says so', async () => {
    const required = key.filter((column) => !column.isNullable).map((column) => `"${column.name}" is null`)
    expect(await count(`select 1 from "${name}" where ${required.join(' or ')}`)).toBe(0)
  })
})

describe('the keys', () => {
  it('are tested on rows: few models have none here', async () => {
    const empty: string[] = []
    for (const { name } of models) if ((await count(`select 1 from "${name}"`)) === 0) empty.push(name)
    expect(empty.length, empty.join()).toBeLessThan(12)
  })
  it('are stated for all models but the findings of equal figures', () => {
    expect(models.filter(({ sql }) => keyOf(sql).length === 0).map(({ name }) => name).sort()).toEqual(['checks', 'figure_findings']) // prettier-ignore
  })
})
