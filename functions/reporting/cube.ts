import { countedMetrics, isCore, sectors } from '../catalogue/catalogue.ts'
import type { Figure, Survey, Target, TargetVersion, Threshold } from './documents.ts'
import { getFile } from '../storage/blobs.ts'
import { readColumns, readRows } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'
import { CubeFile, type Sums } from './cube-file.ts'
import { CUBES, cubeFileName, cubeFileOf } from '../release-format/cube-layout.ts'
import type { Manifest } from '../release-format/manifest.ts'

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
  /** The metrics asked for, with all of their parts; absent: those of the contract, with the parts that it knows. */
  metrics?: readonly string[] | 'every'
  sectors?: readonly string[]
  spans?: readonly Span[]
  /** Month number at whose end the values are asked for. */
  month: number
}

/** A row of a work list: days as text. */
export type ListRow = Record<string, string | number | boolean | null>

/** A release opened for reading: its cube, figures, targets and lists. What is asked for is read once and kept in memory. */
export interface Cube {
  manifest: Manifest
  /** Values at the end of a month; what is absent has no row (0 for a count). */
  valuesAt(asked: Asked): Promise<CubeValue[]>
  /** The values at the end of each month of a stretch, of one region, sector and part. */
  series(metric: string, region: string, sector: string, span: Span, months: { from: number; to: number }): Promise<number[]>
  /** What the months of a stretch add up to, for a metric whose months can be added. */
  sumOfMonths(metric: string, region: string, sector: string, from: number, to: number, part?: string): Promise<number>
  /** Enterprises by kind at a month end: open, with a union of their own. */
  enterpriseKinds(month: number): Promise<{ kind: string; open: number; unionized: number }[]>
  /** The names of some enterprises, as they were registered last. */
  enterpriseNames(ids: ReadonlySet<string>): Promise<Map<string, string>>
  /** What was reported of the workforce of a region itself. */
  workforceReports(region: string): Promise<readonly ListRow[]>
  /** The names of the work lists of the release. */
  lists: readonly string[]
  /** The first rows of a work list. */
  list(name: string, limit: number): Promise<ListRow[]>
  figures: readonly Figure[]
  targets: readonly Target[]
  /** Every time that a target was set, in order. */
  targetVersions: readonly TargetVersion[]
  thresholds: readonly Threshold[]
  surveys: readonly Survey[]
}

const SECTORS = ['all', ...sectors]

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'bigint' ? Number(value) : (value as string | number | boolean)
}

/** A sum by span; undefined where nothing in the span changed. */
function valueOf(sums: Sums, span: Span): number | undefined {
  if (span === 'all') return sums.ever
  if (span === 'year') return sums.hasYear ? sums.ofYear : undefined
  return sums.hasMonth ? sums.inMonth : undefined
}

/** Money is summed in fen, so that sums are exact, and told in yuan. */
function inUnits(metric: string, value: number): number {
  return metric.endsWith('.amount') ? value / 100 : value
}

/** Opens a release; verifies the hash of every file that it reads. */
export async function openCube(store: Store, manifest: Manifest): Promise<Cube> {
  const files = new Map<string, Promise<CubeFile | undefined>>()
  const { lists } = manifest

  async function table(name: string): Promise<ListRow[]> {
    const rows = await readRows(await getFile(store, manifest.files[name]!))
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])))
  }

  /** The files that a region's values stand in: what is counted from workers and what is counted from things. */
  function filesOf(region: string): Promise<(CubeFile | undefined)[]> {
    return Promise.all(
      CUBES.map((cube) => {
        const part = cubeFileOf(region)
        const name = cubeFileName(cube, part)
        let file = files.get(name)
        if (!file) {
          file = CubeFile.read(store, cube, part, manifest.files)
          file.catch(() => files.delete(name))
          files.set(name, file)
        }
        return file
      }),
    )
  }

  let reports: Promise<Map<string, ListRow[]>> | undefined

  /** The sums of both cubes: services told as a count are counted from no worker. */
  async function sumsAt(metric: string, region: string, sector: string, month: number, part = ''): Promise<Sums | undefined> {
    let total: Sums | undefined
    for (const file of await filesOf(region)) {
      const stretch = file?.stretches(region, sector).find((one) => one.metric === metric && one.part === part)
      const sums = stretch && file!.sumsAt(stretch, month)
      if (sums) total = total ? added(total, sums) : sums
    }
    return total
  }

  const figures = (await table('figures')) as unknown as Figure[]
  const targets = (await table('targets')) as unknown as Target[]
  const targetVersions = (await table('target_versions')) as unknown as TargetVersion[]
  const thresholds = (await table('thresholds')) as unknown as Threshold[]
  const surveys = (await table('surveys')) as unknown as Survey[]

  return {
    manifest,
    figures,
    targets,
    targetVersions,
    thresholds,
    surveys,
    lists,
    async valuesAt({ regions, metrics, sectors = SECTORS, spans = ['all', 'year', 'month'], month }) {
      const wanted = typeof metrics === 'object' ? new Set(metrics) : undefined
      const values: CubeValue[] = []
      for (const region of regions) {
        const found = await filesOf(region)
        for (const sector of sectors) {
          const sums = new Map<string, { metric: string; part: string; sums: Sums }>()
          for (const file of found) {
            for (const stretch of file?.stretches(region, sector) ?? []) {
              const { metric, part } = stretch
              if (wanted ? !wanted.has(metric) : metrics !== 'every' && !isCore(metric, part)) continue
              const own = file!.sumsAt(stretch, month)
              if (!own) continue
              const key = `${metric} ${part}`
              const standing = sums.get(key)
              sums.set(key, { metric, part, sums: standing ? added(standing.sums, own) : own })
            }
          }
          for (const { metric, part, sums: own } of sums.values()) {
            for (const span of countedMetrics[metric]?.windowed ? spans : spans.filter((one) => one === 'all')) {
              const value = valueOf(own, span)
              if (value !== undefined) values.push({ metric, part, region, sector, span, value: inUnits(metric, value) })
            }
          }
        }
      }
      return values
    },
    async series(metric, region, sector, span, { from, to }) {
      const values: number[] = []
      for (let month = from; month <= to; month++) {
        const sums = await sumsAt(metric, region, sector, month)
        values.push(inUnits(metric, (sums && valueOf(sums, span)) ?? 0))
      }
      return values
    },
    async sumOfMonths(metric, region, sector, from, to, part = '') {
      const [before, until] = [await sumsAt(metric, region, sector, from - 1, part), await sumsAt(metric, region, sector, to, part)]
      return inUnits(metric, to < from ? 0 : (until?.ever ?? 0) - (before?.ever ?? 0))
    },
    async enterpriseKinds(month) {
      const body = await getFile(store, manifest.files.enterprise_timelines!)
      const columns = await readColumns(body, ['kind', 'from_month', 'to_month', 'is_unionized'])
      const [names, from, to, unionized] = [...columns.values()] as [string[], bigint[], (bigint | null | undefined)[], boolean[]]
      const kinds = new Map<string, { kind: string; open: number; unionized: number }>()
      for (const [row, kind] of names.entries()) {
        if (from[row]! > month || month >= (to[row] ?? Infinity)) continue
        const counts = kinds.get(kind) ?? { kind, open: 0, unionized: 0 }
        counts.open++
        if (unionized[row]) counts.unionized++
        kinds.set(kind, counts)
      }
      return [...kinds.values()].sort((a, b) => b.open - a.open || (a.kind < b.kind ? -1 : 1))
    },
    async enterpriseNames(ids) {
      const names = new Map<string, string>()
      if (ids.size === 0) return names
      const columns = await readColumns(await getFile(store, manifest.files.enterprise_states!), ['enterprise_id', 'name'])
      const [all, called] = [...columns.values()] as [string[], string[]]
      for (const [row, id] of all.entries()) if (ids.has(id)) names.set(id, called[row]!)
      return names
    },
    async workforceReports(region) {
      if (!reports) {
        reports = table('workforce_reports').then((rows) => Map.groupBy(rows, (row) => String(row.region)))
        reports.catch(() => (reports = undefined))
      }
      return (await reports).get(region) ?? []
    },
    list: async (name, limit) => (await table(name)).slice(0, limit),
  }
}

function added(a: Sums, b: Sums): Sums {
  return {
    ever: a.ever + b.ever,
    ofYear: a.ofYear + b.ofYear,
    inMonth: a.inMonth + b.inMonth,
    hasYear: a.hasYear || b.hasYear,
    hasMonth: a.hasMonth || b.hasMonth,
  }
}
