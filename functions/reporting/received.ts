import { EVERY_PART } from '../catalogue/reported.ts'
import { countedMetrics, sectors } from '../catalogue/catalogue.ts'
import { recordedBy } from '../catalogue/recorded-by.ts'
import { regionPath } from '../catalogue/regions.ts'
import type { ReceivedUncounted } from '../release-format/rows.ts'

/** A cell that something was received for although nothing is counted in it: its value is a true 0. */
export interface ZeroCell {
  metric: string
  part: string
  sector: string
}

/** Whether an event of a type and kind can make a metric count. */
function records(metric: string, { type, kind, is_zero: isZero }: ReceivedUncounted): boolean {
  return recordedBy({ metric }).some(
    (one) => one.type === type && (isZero || one.field !== 'kind' || one.value === undefined || one.value === kind),
  )
}

/** Metrics whose zero is a count once their own events were received; the others are made up of these (reported_by). */
const BASE = Object.keys(countedMetrics).filter((metric) => {
  const { reported_by: sources, is_detail: isDetail } = countedMetrics[metric]!
  return isDetail || sources.includes(metric)
})

function cellsOf(row: ReceivedUncounted): ZeroCell[] {
  const parts = row.is_zero ? ['', EVERY_PART] : ['', ...(row.kind === null ? [] : [`kind=${row.kind}`])]
  // A report of nothing is of all sectors; an event without a sector counts in the total only.
  const inSectors = row.is_zero ? ['all', ...sectors] : ['all', ...(row.sector === null ? [] : [row.sector])]
  return BASE.filter((metric) => records(metric, row)).flatMap((metric) =>
    parts.flatMap((part) => inSectors.map((sector) => ({ metric, part, sector }))),
  )
}

/** The regions from the nation down to a county that a code is or lies in. */
const pathOf = (region: string) => regionPath(region).map(({ code }) => code) // prettier-ignore

/** The cells of a region whose 0 is a count, by sector; each once. */
export type ZeroCells = ReadonlyMap<string, readonly ZeroCell[]>

const NO_CELLS: ZeroCells = new Map()

/** Cells by sector, each once. */
function bySector(cells: Iterable<ZeroCell>): ZeroCells {
  const unique = new Map<string, ZeroCell>()
  for (const cell of cells) unique.set(`${cell.metric} ${cell.part} ${cell.sector}`, cell)
  return Map.groupBy(unique.values(), ({ sector }) => sector)
}

/**
 * Finds the cells of a region whose 0 is a count although the cube has no row for them: an event was received there and withdrawn, or a report covers
 * the region that there is nothing. An event is of its region and those above it; a report of nothing is of its region and those below it.
 * Source: functions/docs/contract.md, section 5, *Reported*.
 */
export function zeroCells(rows: readonly ReceivedUncounted[]): (region: string) => ZeroCells {
  if (rows.length === 0) return () => NO_CELLS
  const inRegion = new Map<string, ReceivedUncounted[]>()
  const belowRegion = new Map<string, ReceivedUncounted[]>()
  const add = (to: Map<string, ReceivedUncounted[]>, code: string, row: ReceivedUncounted) => {
    const known = to.get(code)
    if (known) known.push(row)
    else to.set(code, [row])
  }
  for (const row of rows) {
    if (row.region === null) continue
    if (row.is_zero) add(belowRegion, row.region, row)
    else for (const code of pathOf(row.region)) add(inRegion, code, row)
  }
  // A region is asked for again and again.
  const known = new Map<string, ZeroCells>()
  return (region) => {
    const cached = known.get(region)
    if (cached) return cached
    const own = [...(inRegion.get(region) ?? []), ...pathOf(region).flatMap((code) => belowRegion.get(code) ?? [])]
    // Many rows are alike but for the region that they name.
    const distinct = new Map(own.map((row) => [`${row.type} ${row.kind} ${row.sector} ${row.is_zero}`, row]))
    const cells = own.length === 0 ? NO_CELLS : bySector([...distinct.values()].flatMap(cellsOf))
    known.set(region, cells)
    return cells
  }
}
