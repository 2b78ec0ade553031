import type {
  ExistenceDays,
  Figure,
  FigureCount,
  ReceivedUncounted,
  Survey,
  Target,
  TargetVersion,
  Threshold,
} from '../release-format/rows.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { sharedParts } from '../storage/open-parts.ts'
import type { Store } from '../storage/store.ts'
import { type CubeValues, openCubeValues } from './cube-values.ts'
import { type EnterpriseKind, enterpriseKinds, organisationNames } from './enterprises.ts'
import { zeroCells } from './received.ts'
import { type ListRow, bytesOfRows, readTable } from './release-table.ts'
import { targetsAtScale, thresholdsAtScale } from './scale.ts'
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
  /** The names of some enterprises, unions and sites, as they were recorded last. */
  organisationNames(ids: ReadonlySet<string>): Promise<Map<string, string>>
  /** What was reported of the workforce of a region itself. */
  workforceReports(region: string): Promise<readonly ListRow[]>
  /** What was reported of the workforce of every region. */
  allWorkforceReports(): Promise<readonly ListRow[]>
  /** Since when there is any of what targets of existence ask for; undefined in a release that was built before this was counted. */
  existenceDays(): Promise<readonly ExistenceDays[] | undefined>
  /** The names of the work lists of the release. */
  lists: readonly string[]
  /** The first rows of a work list. */
  list(name: string, limit: number): Promise<ListRow[]>
  /** How many people are known by phone only; undefined in a release that was built before this was counted. */
  knownByPhone(): Promise<number | undefined>
  figures: readonly Figure[]
  /** What is counted for published figures on their own days; none in a release that was built before this was counted. */
  figureCounts(): Promise<readonly FigureCount[]>
  targets: readonly Target[]
  /** Every time that a target was set, in order. */
  targetVersions: readonly TargetVersion[]
  thresholds: readonly Threshold[]
  surveys: readonly Survey[]
}

/** Opens a release, its targets at the scale of the dataset; verifies the hash of every file that it reads. */
export async function openCube(store: Store, manifest: Manifest): Promise<Cube> {
  const table = (name: string) => readTable(store, manifest, name)
  const [figures, targets, targetVersions, thresholds, surveys, uncounted] = await Promise.all([
    ...['figures', 'targets', 'target_versions', 'thresholds', 'surveys'].map(table),
    manifest.files.received_uncounted ? table('received_uncounted') : [],
  ])
  const zeroCellsOf = zeroCells(uncounted as unknown as ReceivedUncounted[])
  const readWorkforce = () =>
    sharedParts().read(`workforce ${manifest.files.workforce_reports!.sha256}`, async () => {
      const all = await table('workforce_reports')
      return { value: { all, byRegion: Map.groupBy(all, (row) => String(row.region)) }, bytes: bytesOfRows(all) }
    })
  return {
    manifest,
    // The build writes these columns (queries/marts); rows.ts is their shape.
    figures: figures as unknown as Figure[],
    figureCounts: async () => (manifest.files.figure_counts ? ((await table('figure_counts')) as unknown as readonly FigureCount[]) : []),
    targets: targetsAtScale(targets as unknown as Target[], manifest.scale),
    targetVersions: targetsAtScale(targetVersions as unknown as TargetVersion[], manifest.scale),
    thresholds: thresholdsAtScale(thresholds as unknown as Threshold[], targets as unknown as Target[], manifest.scale),
    surveys: surveys as unknown as Survey[],
    lists: manifest.lists,
    ...openCubeValues(store, manifest, { zeroCellsOf }),
    streets: openStreetValues(store, manifest),
    enterpriseKinds: (month) => enterpriseKinds(store, manifest, month),
    organisationNames: (ids) => organisationNames(store, manifest, ids),
    workforceReports: async (region) => (await readWorkforce()).byRegion.get(region) ?? [],
    allWorkforceReports: async () => (await readWorkforce()).all,
    async knownByPhone() {
      if (!manifest.files.people_known_by) return undefined
      const row = (await table('people_known_by')).find((one) => one.known_by === 'phone')
      return Number(row?.people ?? 0)
    },
    existenceDays: async () =>
      manifest.files.existence_days ? ((await table('existence_days')) as unknown as readonly ExistenceDays[]) : undefined,
    list: async (name, limit) => (await table(name)).slice(0, limit),
  }
}
