import { codeName } from '../../catalogue/catalogue.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Figure } from '../../release-format/rows.ts'
import { asOfMonth } from '../as-of.ts'
import type { Cube } from '../cube.ts'
import { type TargetProgress, progressOf } from '../target-progress.ts'
import { figureRows } from './figures.ts'
import { type RegionPage, regionPage } from './region.ts'

export interface OverviewPage extends RegionPage {
  /** The three promises; null where the ledger of the dataset does not have the target. */
  promises: { head_enterprises: TargetProgress | null; workers_served: TargetProgress | null; driver_homes: TargetProgress | null }
  enterprise_kinds: { kind: string; name: Bilingual; open: number; unionized: number }[]
  lists: { name: string; rows: number }[]
  event_types: { type: string; count: number }[]
  /** How many people are known by phone only, in the whole dataset; absent in a release that was built before this was counted. */
  known_by_phone?: number
}

/** The targets of the three promises in the ledger (queries/catalogue/targets.ndjson). */
const PROMISES = { head_enterprises: 'T04', workers_served: 'T01', driver_homes: 'T02' }

/** Metrics of which the map of the first page shows the provinces' published figures. */
const ON_MAP = ['members_total', 'driver_homes_total']

const isShown = ({ region, metric }: Figure) => region === '000000' || ON_MAP.includes(metric)

/** The first page: the three promises, then the nation. */
export async function overviewPage(cube: Cube): Promise<OverviewPage> {
  const nation = (await regionPage(cube, '000000'))!
  const promise = async (id: string) => {
    const target = cube.targets.find((one) => one.target_id === id)
    return target ? progressOf(cube, target) : null
  }
  const kinds = await cube.enterpriseKinds(asOfMonth(cube.manifest))
  const { tables, lists, event_types } = cube.manifest
  const knownByPhone = await cube.knownByPhone()
  return {
    ...nation,
    targets: [],
    figures: await figureRows(cube, cube.figures.filter(isShown)),
    promises: {
      head_enterprises: await promise(PROMISES.head_enterprises),
      workers_served: await promise(PROMISES.workers_served),
      driver_homes: await promise(PROMISES.driver_homes),
    },
    enterprise_kinds: kinds.map((row) => ({ ...row, name: codeName('enterprise_kind', row.kind) })),
    lists: lists.map((name) => ({ name, rows: tables[name] ?? 0 })),
    event_types: Object.entries(event_types).map(([type, count]) => ({ type, count })),
    ...(knownByPhone !== undefined && { known_by_phone: knownByPhone }),
  }
}
