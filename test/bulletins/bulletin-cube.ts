import type { Cube, CubeValue } from '../../functions/reporting/cube.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { regionTable } from '../../functions/catalogue/regions.ts'

/** A cube of the nation alone with one target of 10,000 new members in 2026, of whom some are counted: no store and no engine behind it. */
export function bulletinTestCube({ counted, isSimulated }: { counted: number; isSimulated?: boolean }): Cube {
  const manifest = {
    dataset: 'demo',
    release: '000001',
    created_at: '2026-10-31T04:00:00.000Z',
    latest_on: '2026-10-31',
    log: { seq: 1, hash: '' },
    engine: 'none',
    regions: regionTable,
    events: { files: [], rows: counted, live: counted },
    ...(isSimulated !== undefined && { is_simulated: isSimulated }),
  } as unknown as Manifest
  const target = {
    target_id: 'X1', metric: 'members_new', region: '000000', sector: 'all', value: 10_000, comparison: 'at_least', window_start: '2026-01-01',
    deadline: '2026-12-31', basis: '', kind: 'assigned', authority: null, article: null, part_of: null, set_on: '2026-01-01',
  } as const // prettier-ignore
  const joined = (region: string): CubeValue[] =>
    region === '000000'
      ? (['all', 'year', 'month'] as const).map((span) => ({
          metric: 'members_joined',
          part: '',
          region,
          sector: 'all',
          span,
          value: counted,
        }))
      : []
  return {
    manifest,
    figures: [],
    targets: [target],
    targetVersions: [],
    thresholds: [],
    surveys: [],
    knownByPhone: async () => undefined,
    figureCounts: async () => [],
    allWorkforceReports: async () => [],
    existenceDays: async () => undefined,
    lists: [],
    valuesAt: async ({ regions, metrics }) =>
      regions.flatMap(joined).filter(({ metric }) => typeof metrics !== 'object' || metrics.includes(metric)),
    series: async () => [],
    sumOfMonths: async () => counted,
    enterpriseKinds: async () => [],
    organisationNames: async () => new Map(),
    workforceReports: async () => [],
    list: async () => [],
    streets: { metrics: async () => new Set(), valuesAt: async () => [] },
  }
}
