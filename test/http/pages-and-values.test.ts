import { beforeAll, describe, expect, it } from 'vitest'
import { compileBulletin } from '../../functions/bulletins/compile.ts'
import { countedMetrics, sectors } from '../../functions/catalogue/catalogue.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { findRegion } from '../../functions/catalogue/regions.ts'
import { isReported } from '../../functions/catalogue/reported.ts'
import { metricValues } from '../../functions/http/operations/metric-values.ts'
import { readValuesQuery } from '../../functions/http/operations/values-query.ts'
import type { Cube } from '../../functions/reporting/cube.ts'
import { measuresPage } from '../../functions/reporting/pages/measures.ts'
import type { PageValues } from '../../functions/reporting/pages/page-rows.ts'
import { regionPage } from '../../functions/reporting/pages/region.ts'
import { sectorPage } from '../../functions/reporting/pages/sector.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { NOW } from '../context.ts'
import { release } from '../queries/release.ts'

const REGIONS = ['000000', '310000', '310115', '330106']
const NOT_REPORTED = '未报送'
/** The metrics of the contract that have one value in a region and sector. */
const METRICS = Object.keys(countedMetrics).filter((metric) => !countedMetrics[metric]!.is_detail && countedMetrics[metric]!.by !== 'basis')

/** What can arrive in a small dataset. */
const ARRIVALS = [
  (region: string, sector: string, id: string) => ['member.joined', { worker: { ref: id }, union_id: `U${id}`, region, sector, path: 'self_run', channel: 'scan' }],
  (region: string, sector: string) => ['service.delivered', { kind: 'safety', region, sector, count: 18 }],
  (region: string, sector: string, id: string) => ['service.delivered', { kind: 'safety', region, sector, worker: { ref: id } }],
  (region: string, sector: string) => ['workforce.reported', { region, sector, count: 100, basis: 'registered' }],
  (region: string, sector: string, id: string) => ['enterprise.registered', { enterprise_id: `local:${id}`, name: '甲', kind: 'branch', region, sector }],
  (region: string, _sector: string, id: string) => ['union.established', { union_id: `V${id}`, name: '乙', form: 'enterprise_union', mode: 'single', region }],
  (region: string, _sector: string, id: string) => ['site.opened', { site_id: `S${id}`, kind: 'love_stop', name: '丙', region }],
  (region: string) => ['zero.reported', { region, event_type: 'case.opened', period_start: '2026-03-01', period_end: '2026-03-31' }],
] as const // prettier-ignore

/** Events of a few kinds in a few regions and sectors, so that many cells have none. */
function smallDataset(seed: number): object[] {
  const random = seededRandom(seed)
  const kinds = ARRIVALS.filter(() => random.chance(0.5))
  return Array.from({ length: 8 }, (_, index) => {
    const [type, data] = random.pick(kinds.length > 0 ? kinds : ARRIVALS)(
      random.pick(['310115', '330106']),
      random.pick(sectors.slice(0, 2)),
      `e${index}`,
    )
    return { source: 'union:310000', id: `e${index}`, type, occurred_on: '2026-03-10', data }
  })
}

/** The value that the API answers; undefined where it is not reported. */
async function answered(cube: Cube, metric: string, region: string, sector?: string): Promise<number | undefined> {
  const query = readValuesQuery({ metric, region, level: 'self', window: 'all', evidence: 'all', ...(sector && { sector }) } as never, NOW)
  const counted = (await metricValues(cube, query)).filter((one) => one.evidence === 'counted')
  expect(counted).toHaveLength(1)
  return counted[0]!.reported === false ? undefined : counted[0]!.value
}

const shown = (metric: string, values: PageValues) => (isReported(metric, values) ? (values[metric] ?? 0) : undefined)

describe.each([1, 2, 3, 4, 5, 6])('a page of a small dataset (seed %i)', (seed) => {
  let cube: Cube
  beforeAll(async () => {
    cube = await release([smallDataset(seed)])
  })

  it('shows of every region, sector and metric of the contract what the API answers', async () => {
    const differing: string[] = []
    const compare = async (metric: string, { region, sector }: { region: string; sector: string }, values: PageValues) => {
      const [page, api] = [shown(metric, values), await answered(cube, metric, region, sector)]
      if (page !== api) differing.push(`${metric} ${region} ${sector}: page ${page}, API ${api}`)
    }
    const bySector = await Promise.all(sectors.map(async (sector) => (await sectorPage(cube, sector))!))
    for (const region of REGIONS) {
      const page = (await regionPage(cube, region))!
      for (const metric of METRICS) {
        await compare(metric, { region, sector: 'all' }, page.values)
        for (const { code: sector, values } of page.sectors) await compare(metric, { region, sector }, values)
        for (const { sector, provinces } of bySector)
          for (const row of provinces.filter((one) => one.code === region))
            await compare(metric, { region, sector: sector.code }, row.values)
      }
    }
    expect(differing).toEqual([])
  })

  it('shows every measure as the API answers it', async () => {
    const differing: string[] = []
    for (const region of REGIONS) {
      const page = (await measuresPage(cube, region))!
      for (const { id, value } of page.measures) {
        if (countedMetrics[measures[id]!.indicator.metric]!.by === 'basis') continue
        const api = await answered(cube, id, region)
        if (value !== api) differing.push(`${id} ${region}: page ${value}, API ${api}`)
      }
    }
    expect(differing).toEqual([])
  })

  it('has the sectors of its bulletins as the API answers them', async () => {
    const columns = ['members', undefined, 'workers_served', 'service_persontimes', 'unions']
    const { blocks } = await compileBulletin(cube, { region: findRegion('310000')!, period: '2026-03' })
    const tables = blocks.flatMap((block) => (block.kind === 'table' && block.table.caption.includes('分行业进展') ? [block.table] : []))
    for (const { rows } of tables)
      for (const [index, sector] of [...sectors, 'all'].entries())
        for (const [column, metric] of columns.entries()) {
          if (metric === undefined) continue
          const api = await answered(cube, metric, '310000', sector)
          expect([metric, sector, rows[index]![column + 1]]).toEqual([metric, sector, api === undefined ? NOT_REPORTED : String(api)])
        }
  })
})
