import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, type EngineLimits, type SqlRow, openDuckDb } from '../adapters/duckdb.ts'
import type { Figure, Target } from '../domain/documents.ts'
import { getFile } from '../lake/files.ts'
import type { Store } from '../lake/store.ts'
import type { Manifest } from './manifest.ts'

export type Span = 'all' | 'year' | 'month'

/** One value of the cube at a month. */
export interface CubeValue {
  metric: string
  part: string
  region: string
  sector: string
  span: Span
  value: number
}

export interface Asked {
  regions: readonly string[]
  metrics?: readonly string[]
  sectors?: readonly string[]
  spans?: readonly Span[]
  /** Month number at whose end the values are asked for. */
  month: number
}

/** A release opened for reading: its cube, figures, targets and lists in an engine of their own. */
export interface Cube {
  manifest: Manifest
  /** Values at the end of a month; what is absent has no row (0 for a count). */
  valuesAt(asked: Asked): Promise<CubeValue[]>
  /** The values at the end of each month of a stretch, of one region, sector and part. */
  series(metric: string, region: string, sector: string, span: Span, months: { from: number; to: number }): Promise<number[]>
  /** What the months of a stretch add up to, for a metric whose months can be added. */
  sumOfMonths(metric: string, region: string, sector: string, from: number, to: number): Promise<number>
  /** Enterprises by kind at a month end: open, with a union of their own. */
  enterpriseKinds(month: number): Promise<{ kind: string; open: number; unionized: number }[]>
  /** The names of the work lists of the release. */
  lists: readonly string[]
  /** The first rows of a work list. */
  list(name: string, limit: number): Promise<SqlRow[]>
  figures: readonly Figure[]
  targets: readonly Target[]
  close(): Promise<void>
}

const text = (items: readonly string[]) => items.map((item) => `'${item.replaceAll("'", "''")}'`).join(', ')

async function load(engine: Engine, store: Store, manifest: Manifest, table: string): Promise<void> {
  const path = join(engine.folder, `${table}.parquet`)
  await writeFile(path, await getFile(store, manifest.files[table]!))
  await engine.run(`create table ${table} as from read_parquet('${path}')`)
}

/** Opens a release; verifies the hash of every file that it reads. */
export async function openCube(store: Store, manifest: Manifest, limits: EngineLimits): Promise<Cube> {
  const engine = await openDuckDb(limits)
  const lists = manifest.lists
  for (const table of ['cube', 'figures', 'targets', 'enterprise_timelines']) await load(engine, store, manifest, table)
  const dated =
    'replace (cast(as_of as varchar) as as_of, cast(period_start as varchar) as period_start, cast(published_on as varchar) as published_on)'
  const figures = (await engine.rows(`select * ${dated} from figures`)) as unknown as Figure[]
  const set =
    'replace (cast(window_start as varchar) as window_start, cast(deadline as varchar) as deadline, cast(set_on as varchar) as set_on)'
  const targets = (await engine.rows(`select * ${set} from targets`)) as unknown as Target[]

  return {
    manifest,
    figures,
    targets,
    lists,
    async valuesAt({ regions, metrics, sectors, spans, month }) {
      if (regions.length === 0) return []
      const yearStart = month - (month % 12)
      const rows = await engine.rows(
        `select metric, part, region, sector, span, max_by(value, month) as value
         from cube
         where region in (${text(regions)})
           ${metrics ? `and metric in (${text(metrics)})` : ''}
           ${sectors ? `and sector in (${text(sectors)})` : ''}
           ${spans ? `and span in (${text(spans)})` : ''}
           and month <= $month
           and (span = 'all' or (span = 'year' and month >= $yearStart) or month = $month)
         group by metric, part, region, sector, span
         order by metric, part, region, sector, span`,
        { month, yearStart },
      )
      return rows as unknown as CubeValue[]
    },
    async series(metric, region, sector, span, { from, to }) {
      const rows = await engine.rows(
        `select month, value from cube where metric = $metric and part = '' and region = $region and sector = $sector and span = $span and month <= $to order by month`,
        { metric, region, sector, span, to },
      )
      let last = 0
      let at = 0
      return Array.from({ length: to - from + 1 }, (_, index) => {
        const month = from + index
        if (span === 'month' || (span === 'year' && month % 12 === 0)) last = 0
        for (; at < rows.length && Number(rows[at]!.month) <= month; at++) {
          if (span === 'all' || Number(rows[at]!.month) === month || (span === 'year' && Number(rows[at]!.month) >= month - (month % 12)))
            last = Number(rows[at]!.value)
        }
        return last
      })
    },
    async sumOfMonths(metric, region, sector, from, to) {
      const [row] = await engine.rows(
        `select coalesce(sum(value), 0) as value from cube where metric = $metric and part = '' and region = $region and sector = $sector and span = 'month' and month between $from and $to`,
        { metric, region, sector, from, to },
      )
      return Number(row!.value)
    },
    async enterpriseKinds(month) {
      const rows = await engine.rows(
        `select kind, count(*) as open, count(*) filter (where is_unionized) as unionized
         from enterprise_timelines
         where from_month <= $month and (to_month is null or $month < to_month)
         group by kind order by open desc, kind`,
        { month },
      )
      return rows as never
    },
    async list(name, limit) {
      const path = join(engine.folder, `${name}.parquet`)
      await writeFile(path, await getFile(store, manifest.files[name]!))
      return engine.rows(`select * replace (cast(occurred_on as varchar) as occurred_on) from read_parquet('${path}') limit ${limit}`)
    },
    close: () => engine.close(),
  }
}
