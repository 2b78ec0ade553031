import { gzipSync } from 'node:zlib'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../functions/adapters/file-store.ts'
import { openDuckDb } from '../../functions/adapters/duckdb.ts'
import { openDataset } from '../../functions/intake/dataset.ts'
import { keyRing } from '../../functions/intake/keys.ts'
import { benchHttp, benchLog, benchNdjson, benchTables } from './intake.ts'
import { buildRelease } from '../../functions/release/build.ts'
import { openCube } from '../../functions/release/cube.ts'
import { pageDocument } from '../../functions/release/pages.ts'
import { buildSite } from '../../functions/shell/build-site.ts'
import { simulate } from '../../functions/simulation/simulate.ts'

/**
 * `npm run bench`: one JSON line a benchmark. Machines are noisy, so what counts is the ratio to a reference that ran in the same
 * process over the same bytes.
 */
export type Line = typeof line

function line(bench: string, n: number, value: number, unit: string, ratio_to = '', ratio?: number): void {
  console.log(
    JSON.stringify({
      bench,
      n,
      value: Number(value.toPrecision(4)),
      unit,
      ratio_to,
      ratio: ratio === undefined ? null : Number(ratio.toPrecision(3)),
    }),
  )
}

async function seconds<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const started = performance.now()
  const result = await work()
  return [result, (performance.now() - started) / 1000]
}

const N = 200_000
const limits = { memory: '1200MB', threads: 2 }
const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
const store = fileStore(folder)
const lines = [...simulate({ events: N, seed: 1, until: '2026-11-24' })].map((event) => JSON.stringify(event))
const bodies = Array.from({ length: 4 }, (_, n) => lines.slice((n * N) / 4, ((n + 1) * N) / 4).join('\n'))

benchNdjson(line)
const dataset = await openDataset('bench', store, keyRing([new Uint8Array(32)]))
for (const body of bodies) await dataset.receive({ body: Buffer.from(body), contentType: 'application/x-ndjson' })

/** One straightforward statement over the same files: services by month, county, sector, kind, and distinct workers by month and province. */
const [, plain] = await seconds(async () => {
  const engine = await openDuckDb(limits)
  for (const file of dataset.log.live()) {
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(engine.folder, `${file.sha256}.parquet`), (await store.get(file.key))!)
  }
  await engine.rows(`
    with live as (select *, row_number() over (partition by source, id order by revision desc) as newest from read_parquet('${engine.folder}/*.parquet', union_by_name = true)),
    services as (select * from live where newest = 1 and not is_void and type = 'service.delivered'),
    months as (select distinct date_trunc('month', occurred_on) as month from services)
    select count(*) as n from (
      select date_trunc('month', occurred_on) as month, substr(region, 1, 6) as county, sector, kind, count(*) as n from services group by all
      union all
      select months.month, substr(region, 1, 2) as province, sector, '' as kind, count(distinct worker) as n from months join services on date_trunc('month', occurred_on) <= months.month group by all
    )`)
  await engine.close()
})
line('plain_sql', N, plain, 's')
const [built, releasing] = await seconds(() => buildRelease('bench', store, { limits, now: () => new Date() }))
line('release_full', N, releasing, 's', 'plain_sql', releasing / plain)
line('cube_rows', N, built.manifest.tables.cube!, 'rows')
line('memory_peak', N, process.resourceUsage().maxRSS / 1024, 'MB')

const cube = await openCube(store, built.manifest)
const [, answering] = await seconds(async () => {
  for (let n = 0; n < 50; n++) await cube.valuesAt({ regions: ['310115'], metrics: ['members'], sectors: ['all'], month: 24323 })
})
line('value_lookup', 50, (answering / 50) * 1000, 'ms')

const site = buildSite(() => undefined)
const html = readFileSync(join(site, 'index.html'), 'utf8')
const scripts = [...html.matchAll(/(?:href|from|import\()\s*=?\s*"?'?(\/_app\/[^"')]+)/g)].map((match) => match[1]!)
const bytes = [html, ...new Set(scripts)].map((one) => gzipSync(one.startsWith('/_app') ? readFileSync(join(site, one)) : one).length)
line('first_view_shell', bytes.length, bytes.reduce((sum, one) => sum + one, 0) / 1024, 'KiB gzip')
line('first_view_document', 1, gzipSync(JSON.stringify(await pageDocument(cube, 'overview'))).length / 1024, 'KiB gzip')
rmSync(folder, { recursive: true, force: true })
await benchLog(line)
await benchHttp(line)
await benchTables(line)
process.exit(0)
