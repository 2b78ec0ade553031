import type { Figure, Survey, Target, TargetVersion, Threshold } from '../release-format/rows.ts'
import type { Manifest } from '../release-format/manifest.ts'
import type { Store } from '../storage/store.ts'
import { type CubeValues, openCubeValues } from './cube-values.ts'
import { type EnterpriseKind, enterpriseKinds, enterpriseNames } from './enterprises.ts'
import { type ListRow, readTable } from './release-table.ts'
import { type StreetValues, openStreetValues } from './street-values.ts'

export type { CubeValue, Span } from './cube-values.ts'
export type { ListRow } from './release-table.ts'

/** A release opened for reading: its cube, figures, targets and lists. What is read once stays in memory. */
export interface Cube extends CubeValues {
  manifest: Manifest
  /** The values of townships. */
  streets: StreetValues
  /** Enterprises by kind at a month end: those open, and those of them with a union of their own. */
  enterpriseKinds(month: number): Promise<EnterpriseKind[]>
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

/** Opens a release; verifies the hash of every file that it reads. */
export async function openCube(store: Store, manifest: Manifest): Promise<Cube> {
  const table = (name: string) => readTable(store, manifest, name)
  const [figures, targets, targetVersions, thresholds, surveys] = await Promise.all(
    ['figures', 'targets', 'target_versions', 'thresholds', 'surveys'].map(table),
  )
  let workforce: Promise<Map<string, ListRow[]>> | undefined
  return {
    manifest,
    // The build writes these columns (queries/marts); rows.ts is their shape.
    figures: figures as unknown as Figure[],
    targets: targets as unknown as Target[],
    targetVersions: targetVersions as unknown as TargetVersion[],
    thresholds: thresholds as unknown as Threshold[],
    surveys: surveys as unknown as Survey[],
    lists: manifest.lists,
    ...openCubeValues(store, manifest),
    streets: openStreetValues(store, manifest),
    enterpriseKinds: (month) => enterpriseKinds(store, manifest, month),
    enterpriseNames: (ids) => enterpriseNames(store, manifest, ids),
    async workforceReports(region) {
      if (!workforce) {
        workforce = table('workforce_reports').then((rows) => Map.groupBy(rows, (row) => String(row.region)))
        workforce.catch(() => (workforce = undefined))
      }
      return (await workforce).get(region) ?? []
    },
    list: async (name, limit) => (await table(name)).slice(0, limit),
  }
}
