import type { Region } from '../../catalogue/regions.ts'
import { isReported } from '../../catalogue/reported.ts'
import { unitsBelow } from '../../catalogue/reporting-units.ts'
import { monthEnd, monthNumber } from '../../domain/calendar.ts'
import { exact, percent } from '../../domain/format.ts'
import { ranks } from '../../domain/progress.ts'
import type { Cube } from '../../reporting/cube.ts'
import { type TargetProgress, progressFor } from '../../reporting/target-progress.ts'
import { type Values, printValue, valuesByRegion } from '../counted-values.ts'
import type { Block } from '../model.ts'
import { EMPTY, NOT_ASSIGNED, regionsText } from '../sentences.zh.ts'
import { heading, note, table } from './blocks.ts'

/** A region below that of the bulletin. */
export interface RegionBelow {
  region: Region
  values: Values
  /** The year's target of new members that covers the period, where one is set. */
  target?: TargetProgress
}

function covers({ window_start, deadline }: TargetProgress, month: number): boolean {
  return Boolean(window_start && deadline) && monthNumber(window_start!) <= month && month <= monthNumber(deadline!)
}

/** The regions below one with their values and targets at a month number. */
export async function readRegionsBelow(cube: Cube, region: Region, month: number): Promise<RegionBelow[]> {
  const children = unitsBelow(region.code)
  const codes = children.map((child) => child.code)
  const values = await valuesByRegion(cube, codes, month)
  const regions: RegionBelow[] = []
  for (const child of children) {
    const targets = await progressFor(cube, child.code, { sector: 'all', month, on: monthEnd(month) })
    const target = targets.find((one) => one.metric === 'members_new' && one.target !== undefined && covers(one, month))
    regions.push({ region: child, values: values.get(child.code) ?? {}, ...(target && { target }) })
  }
  return regions
}

/** What the table says of each region. */
const SHOWN = ['members', 'members_joined', 'workers_served']

/** Whether anything was received from a region of what the table shows. */
export const hasReported = ({ values }: RegionBelow) => SHOWN.some((metric) => isReported(metric, values))

/** The regions below, ranked by the share of their target that is done; regions without a target come last, without a rank. */
export function regionsSection(regions: readonly RegionBelow[]): Block[] {
  if (!regions.some(hasReported)) return []
  const withShare = regions.filter(({ target }) => target?.share !== undefined)
  const order = ranks(withShare.map(({ target }) => target!.share!))
  const rankOf = new Map(withShare.map(({ region }, index) => [region.code, order[index]!]))
  const last = regions.length + 1
  const sorted = regions.toSorted((a, b) => (rankOf.get(a.region.code) ?? last) - (rankOf.get(b.region.code) ?? last))
  const rows = sorted.map(({ region, values, target }) => [
    region.name,
    printValue(values, 'members'),
    printValue(values, 'members_joined', 'year'),
    target ? exact(target.target!) : NOT_ASSIGNED,
    target?.share === undefined ? EMPTY : percent(target.share),
    String(rankOf.get(region.code) ?? EMPTY),
    printValue(values, 'workers_served'),
  ])
  const rankNote = withShare.length > 0 ? regionsText.ranked : regionsText.notRanked
  return [
    heading(regionsText.heading),
    table({ caption: regionsText.heading, header: regionsText.header, rows }),
    note(`${rankNote}${regionsText.notAdditive}`),
  ]
}
