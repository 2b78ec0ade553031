import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openLog } from '../../functions/event-log/log.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { currentManifest } from '../../functions/release-format/open.ts'
import { partitionsOf } from '../../functions/build/partition-events.ts'
import { type IncrementalState, readIncrementalState } from '../../functions/release-format/incremental-state.ts'
import { commitChanges, makeHistory, storeIn } from './history.ts'

/**
 * A step of a release benchmark, in a process of its own so that its memory is its own: `release-step.ts STEP FOLDER EVENTS`. Prints JSON.
 */
const [step, folder, events] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4])]
const limits = { memory: '1000MB', threads: 2 }
const store = storeIn(folder)

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** The paths of files in the store of a benchmark, which is a folder. */
const paths = (files: readonly { key: string }[]) => files.map(({ key }) => `'${join(folder, 'data/bench', key)}'`).join(', ')

/** Services by month, county, sector and kind; and of each level the workers whose first service there was in the month, added up. */
const work = (services: string) => `
  with services as (${services}),
  firsts as (
    select 'nation' as level, '' as place, '' as sector, min(month) as month from services group by worker
    union all
    select 'province', substr(region, 1, 2), '', min(month) from services group by worker, substr(region, 1, 2)
    union all
    select 'county', substr(region, 1, 6), '', min(month) from services group by worker, substr(region, 1, 6)
    union all
    select 'sector', substr(region, 1, 2), sector, min(month) from services group by worker, substr(region, 1, 2), sector
  )
  select level, place, sector, '' as kind, month, count(*) as n from firsts group by all
  union all
  select 'services', substr(region, 1, 6), sector, kind, month, count(*) from services group by all`

const MONTH = 'year(occurred_on) * 12 + month(occurred_on) - 1 as month'
const CUMULATED = 'select *, sum(n) over (partition by level, place, sector, kind order by month) as so_far from'

/** A DuckDB as the reference has it: with the memory of the machine, and the files where they are. */
async function freeDuckDb() {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  return {
    run: (sql: string) => connection.run(sql),
    /** Tells the rows of the result apart from others. */
    async result(): Promise<unknown> {
      const cells = 'level, place, sector, kind, month, cast(so_far as bigint)'
      const sums = `select count(*) as rows, cast(sum(hash(${cells}) % 1000003) as bigint) as sum from result`
      return (await connection.runAndReadAll(sums)).getRowObjectsJson()[0]
    },
  }
}

/** `plain`: one straightforward statement over the live files. */
async function plain(): Promise<object> {
  const live = (await openLog(store)).live()
  const duckdb = await freeDuckDb()
  const ranked = `select *, row_number() over (partition by source, id order by revision desc) as turn from read_parquet([${paths(live)}], union_by_name = true)`
  const services = `select worker, region, sector, kind, ${MONTH} from (${ranked}) where turn = 1 and not is_void and type = 'service.delivered' and worker is not null`
  const taken = await seconds(() => duckdb.run(`create table result as ${CUMULATED} (${work(services)})`))
  return { seconds: taken, result: await duckdb.result() }
}

/** The same work on what a release laid out, piece by piece. */
async function onLayout(): Promise<object> {
  const { layout }: IncrementalState = await readIncrementalState(store, (await currentManifest(store))!.pieces!)
  const duckdb = await freeDuckDb()
  const all = layout.map((batch) => batch.revisions)
  const taken = await seconds(async () => {
    await duckdb.run(`create table latest as select source, id, max(revision) as revision from read_parquet([${paths(all)}]) group by all`)
    for (const [bucket, { files, filter }] of partitionsOf(layout, Math.max(...layout.map((batch) => batch.buckets))).entries()) {
      const live = `(select * from read_parquet([${paths(files)}]) ${filter})`
      const services = `select worker, region, sector, kind, ${MONTH} from ${live} as e left join latest using (source, id)
        where type = 'service.delivered' and not is_void and (latest.revision is null or latest.revision = e.revision)`
      await duckdb.run(`${bucket === 0 ? 'create table parts as' : 'insert into parts'} ${work(services)}`)
    }
    await duckdb.run(`create table result as ${CUMULATED} (select level, place, sector, kind, month, sum(n) as n from parts group by all)`)
  })
  return { seconds: taken, result: await duckdb.result() }
}

async function release(basis: 'whole' | 'changes'): Promise<object> {
  const options = { limits, now: () => new Date(), ...(process.argv[5] === 'say' && { onStep: (text: string) => console.error(text) }) }
  const { manifest } = await buildRelease('bench', store, { ...options, basis })
  return { seconds: manifest.seconds, read: manifest.work.bytes_read, written: manifest.work.bytes_written, basis: manifest.basis }
}

const STEPS: Record<string, () => Promise<object>> = {
  make: async () => ({ seconds: await seconds(() => makeHistory(folder, events)) }),
  plain,
  on_layout: onLayout,
  // Of a log of which nothing is laid out yet; then of one whose events were laid out as they came.
  first: () => release('whole'),
  full: () => release('whole'),
  commit: async () => ({ seconds: await seconds(() => commitChanges(folder, events, 'one')) }),
  commit_again: async () => ({ seconds: await seconds(() => commitChanges(folder, events, 'two')) }),
  changes: () => release('changes'),
}
const result = await STEPS[step!]!()
writeFileSync(1, JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }))
process.exit(0)
