import { monthEnd } from '../../domain/calendar.ts'
import { codeName, sectors } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import type {
  Denominator,
  Figure,
  FigureRow,
  FiguresPage,
  OverviewPage,
  PageRow,
  RegionPage,
  SectorPage,
  Series,
  TargetsPage,
} from '../documents.ts'
import { type Region, findRegion, placesBelow, regionsAtLevel } from '../../catalogue/regions.ts'
import type { Cube, CubeValue } from '../cube.ts'
import { asOfMonth } from '../as-of.ts'
import { measuresOf } from './measures.ts'
import { checksPage } from './checks.ts'
import { head, nameOf, placeOf } from './head.ts'
import { reportingPage } from './reporting.ts'
import { topicPage } from './topics.ts'
import { workListsPage } from './work-lists.ts'
import { progressFor, progressOf } from '../target-progress.ts'

/** The name under which a page keeps a value: the metric, its part, and its window where that is not all of time. */
function valueKey(row: CubeValue): string {
  return [row.metric, row.part, row.span === 'all' ? '' : row.span].filter(Boolean).join('.')
}

function withRates(values: Record<string, number>): Record<string, number> {
  for (const [key, workforce] of Object.entries(values)) {
    if (key.startsWith('workforce.') && workforce > 0)
      values[key.replace('workforce', 'membership_rate')] = (values.members ?? 0) / workforce
  }
  return values
}

function collect(rows: readonly CubeValue[], by: 'region' | 'sector'): Map<string, Record<string, number>> {
  const collected = new Map<string, Record<string, number>>()
  for (const row of rows) {
    let values = collected.get(row[by])
    if (!values) collected.set(row[by], (values = {}))
    values[valueKey(row)] = row.value
  }
  for (const values of collected.values()) withRates(values)
  return collected
}

/** A sector's values with a 0 for whatever the place reported in other sectors only: it did report, and this is none of it. */
function withZeros(values: Record<string, number> | undefined, total: Record<string, number> | undefined): Record<string, number> {
  const zeros = Object.keys(total ?? {}).filter((key) => !/^(workforce|membership_rate)\b/.test(key))
  return { ...Object.fromEntries(zeros.map((key) => [key, 0])), ...values }
}

async function placeRows(cube: Cube, regions: readonly Region[], sector: string): Promise<PageRow[]> {
  const rows = await cube.valuesAt({
    regions: regions.map((region) => region.code),
    sectors: [sector, 'all'],
    month: asOfMonth(cube.manifest),
  })
  const [own, total] = [sector, 'all'].map((one) =>
    collect(
      rows.filter((row) => row.sector === one),
      'region',
    ),
  )
  return regions.map(({ code, ...region }) => ({
    code,
    name: nameOf({ code, ...region }),
    values: withZeros(own!.get(code), total!.get(code)),
  }))
}

/** Three years of months: what is there, and what each month brought. */
async function seriesOf(cube: Cube, region: string, sector: string): Promise<Series[]> {
  const to = asOfMonth(cube.manifest)
  const from = Math.max(cube.manifest.first_month ?? to, to - 35)
  const months = Array.from({ length: to - from + 1 }, (_, index) => monthEnd(from + index))
  const wanted = [
    ['members', 'all'],
    ['workers_served', 'all'],
    ['members_joined', 'month'],
    ['service_persontimes', 'month'],
  ] as const
  if (cube.manifest.first_month === undefined) return []
  return Promise.all(
    wanted.map(async ([metric, span]) => ({ metric, span, months, values: await cube.series(metric, region, sector, span, { from, to }) })),
  )
}

function figureRow(figure: Figure): FigureRow {
  const region = findRegion(figure.region)!
  return { ...figure, name: metricName(figure.metric), region_name: nameOf(region) }
}

/** The figures of the workforce that were reported for a region itself, each with the rate that it gives: no one of them is chosen. */
async function denominatorsOf(cube: Cube, code: string, bySector: ReadonlyMap<string, Record<string, number>>): Promise<Denominator[]> {
  const rows = await cube.workforceReports(code)
  return rows.map((row) => {
    const [sector, basis, workers] = [String(row.sector), String(row.basis), Number(row.workers)]
    const members = bySector.get(sector)?.members
    return {
      sector,
      sector_name: codeName('sector', sector),
      basis,
      basis_name: codeName('workforce_basis', basis),
      source: String(row.source),
      occurred_on: String(row.occurred_on),
      workers,
      ...(members !== undefined && workers > 0 && { rate: members / workers }),
    }
  })
}

/** The page of a region, from the nation to a county. Undefined for a code that is not in the table. */
export async function regionPage(cube: Cube, code: string): Promise<RegionPage | undefined> {
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) return undefined
  const rows = await cube.valuesAt({ regions: [code], month: asOfMonth(cube.manifest) })
  const bySector = collect(rows, 'sector')
  return {
    head: head(cube),
    region: placeOf(region),
    denominators: await denominatorsOf(cube, code, bySector),
    values: bySector.get('all') ?? {},
    sectors: sectors.map((sector) => ({
      code: sector,
      name: codeName('sector', sector),
      values: withZeros(bySector.get(sector), bySector.get('all')),
    })),
    children: await placeRows(cube, placesBelow(code), 'all'),
    series: await seriesOf(cube, code, 'all'),
    targets: await progressFor(cube, code, undefined),
    figures: cube.figures.filter((figure) => figure.region === code).map(figureRow),
  }
}

/** The first page: the three promises, then the nation. */
export async function overviewPage(cube: Cube): Promise<OverviewPage> {
  const nation = (await regionPage(cube, '000000'))!
  const promise = async (id: string) => {
    const target = cube.targets.find((one) => one.target_id === id)
    return target ? progressOf(cube, target) : null
  }
  const kinds = await cube.enterpriseKinds(asOfMonth(cube.manifest))
  const { tables, lists, event_types } = cube.manifest
  return {
    ...nation,
    targets: [],
    figures: cube.figures
      .filter((figure) => figure.region === '000000' || figure.metric === 'members_total' || figure.metric === 'driver_homes_total')
      .map(figureRow),
    promises: { head_enterprises: await promise('T04'), workers_served: await promise('T01'), driver_homes: await promise('T02') },
    enterprise_kinds: kinds.map((row) => ({ ...row, name: codeName('enterprise_kind', row.kind) })),
    lists: lists.map((name) => ({ name, rows: tables[name] ?? 0 })),
    event_types: Object.entries(event_types).map(([type, count]) => ({ type, count })),
  }
}

/** The page of a sector: the nation's values and every province's. */
export async function sectorPage(cube: Cube, sector: string): Promise<SectorPage | undefined> {
  if (!sectors.includes(sector)) return undefined
  const provinces = await placeRows(cube, [findRegion('000000')!, ...regionsAtLevel('000000', 'province')], sector)
  return {
    head: head(cube),
    sector: { code: sector, name: codeName('sector', sector) },
    values: provinces[0]!.values,
    provinces: provinces.slice(1),
    series: await seriesOf(cube, '000000', sector),
    figures: cube.figures.filter((figure) => figure.sector === sector).map(figureRow),
  }
}

export function figuresPage(cube: Cube): FiguresPage {
  return { head: head(cube), figures: cube.figures.map(figureRow) }
}

export async function targetsPage(cube: Cube): Promise<TargetsPage> {
  // Those of the documents first.
  const inOrder = cube.targets.toSorted((a, b) => Number(a.article === null) - Number(b.article === null))
  const progress = await Promise.all(inOrder.map((target) => progressOf(cube, target)))
  return {
    head: head(cube),
    targets: progress.map((one) => ({
      ...one,
      region_name: nameOf(findRegion(one.region)!),
      sector_name: codeName('sector', one.sector),
      history: cube.targetVersions
        .filter(({ target_id }) => target_id === one.target_id)
        .map(({ version, set_on, value, deadline, source, authority, reason, basis }) => ({
          version, set_on, value, deadline, source, authority, reason, basis,
        })), // prettier-ignore
    })),
  }
}

/** Every page document by the name that a page asks for: overview, figures, targets, work-lists, checks, reporting, measures/CODE, topics/TOPIC/CODE, regions/CODE, sectors/SECTOR. */
export async function pageDocument(cube: Cube, name: string): Promise<unknown> {
  if (name === 'overview') return overviewPage(cube)
  if (name === 'figures') return figuresPage(cube)
  if (name === 'targets') return targetsPage(cube)
  if (name === 'reporting') return reportingPage(cube)
  if (name === 'checks') return checksPage(cube)
  if (name === 'work-lists') return workListsPage(cube)
  if (name.startsWith('measures/')) return (await measuresOf(cube, name.slice('measures/'.length)))?.page
  if (name.startsWith('topics/')) return topicPage(cube, ...(name.slice('topics/'.length).split('/') as [string, string]))
  if (name.startsWith('regions/')) return regionPage(cube, name.slice('regions/'.length))
  if (name.startsWith('sectors/')) return sectorPage(cube, name.slice('sectors/'.length))
  return undefined
}

/** The pages that a release keeps as files: the first view, and what needs no more of the cube than that. Others are made when asked for. */
export function keptPages(): string[] {
  return ['overview', 'figures', 'targets', 'work-lists', 'measures/000000', ...sectors.map((sector) => `sectors/${sector}`)]
}
