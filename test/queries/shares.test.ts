import { beforeAll, describe, expect, it } from 'vitest'
import { countedMetrics, eventTypes, sectors } from '../../functions/catalogue/catalogue.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { type MetricDefinition, type NumberRef, registry } from '../../functions/catalogue/registry.ts'
import { placesBelow } from '../../functions/catalogue/regions.ts'
import { monthNumber } from '../../functions/domain/calendar.ts'
import type { Cube } from '../../functions/reporting/cube.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { randomHistory } from './history.ts'
import { release } from './release.ts'

/** Every share of additive counts: the share of a whole lies between the shares of its parts, so no part may have a numerator without a denominator. */
const shares = [...registry.values()].filter(({ numerator, denominator }) => numerator && denominator)
const REGIONS = ['000000', '310000', '330000', '330100', '420000', '440000', '650000']
const MONTH = monthNumber('2025-12-01')

/** The example of every measure in some counties, those of one of them without the sectors of the others. */
const examples = ['310115', '330106', '330110'].map((region) =>
  Object.entries(measures).flatMap(([measure, { example }]) =>
    example.map(({ type, data }, index) => ({
      source: `union:${region}`,
      id: `${measure}-${index}`,
      type,
      occurred_on: '2025-03-10',
      data: {
        ...(eventTypes.get(type)!.fieldNames.has('region') && { region }),
        ...(JSON.parse(
          JSON.stringify(data)
            .replaceAll('{id}', `${region}-${measure.toLowerCase()}`)
            .replaceAll('{region}', region)
            .replaceAll('{street}', { 310115: '310115004', 330106: '330106002', 330110: '330110005' }[region]!),
        ) as object),
      },
    })),
  ),
)

type Count = [numerator: number, denominator: number]

/** Reads the numerator and denominator of a share in a place. */
type Read = (region: string, sector: string) => Promise<Count>

/** By what a share is counted: the bases of a workforce, each by itself, or nothing. */
const basesOf = ({ numerator, denominator }: MetricDefinition): (string | undefined)[] =>
  [numerator!, denominator!].some(({ code }) => countedMetrics[code]!.by === 'basis') ? ['registered', 'estimated'] : [undefined]

function reader(cube: Cube, { numerator, denominator }: MetricDefinition, basis: string | undefined): Read {
  const count = async ({ code, parts, sector: only }: NumberRef, region: string, sector: string) => {
    const rows = await cube.valuesAt({ regions: [region], metrics: [code], sectors: [sector === 'all' ? (only ?? sector) : sector], spans: ['all'], month: MONTH }) // prettier-ignore
    if (only !== undefined && sector !== 'all' && sector !== only) return 0
    const wanted = countedMetrics[code]!.by === 'basis' ? [basis!] : (parts ?? [''])
    return rows.reduce((sum, row) => sum + (wanted.includes(row.part) ? row.value : 0), 0)
  }
  return async (region, sector) => [await count(numerator!, region, sector), await count(denominator!, region, sector)]
}

/** The parts of a whole: those that are given, and what is in none of them, such as unions that name no sector. */
function partsWithRest([all, of]: Count, parts: readonly Count[]): Count[] {
  const sum = (index: 0 | 1) => parts.reduce((total, part) => total + part[index], 0)
  return [...parts, [all - sum(0), of - sum(1)]]
}

/** What is wrong with the share of a whole, beside its parts; undefined where it lies between them. */
function fault(whole: Count, parts: readonly Count[]): string | undefined {
  if (parts.some(([numerator, denominator]) => numerator < 0 || denominator < 0)) return 'parts exceed the whole'
  if (parts.some(([numerator, denominator]) => denominator === 0 && numerator > 0)) return 'a part without a denominator'
  const rates = parts.filter(([, denominator]) => denominator > 0).map(([numerator, denominator]) => numerator / denominator)
  const rate = whole[0] / whole[1]
  return rate < Math.min(...rates) - 1e-9 || rate > Math.max(...rates) + 1e-9 ? 'not between its parts' : undefined
}

/** Parts of these metrics are counted in all sectors together (queries/staging/cells.sql and the acts that name no sector). */
const hasSectors = ({ numerator, denominator }: MetricDefinition) =>
  [numerator!, denominator!].every(({ code, parts }) => {
    const byWorker = ['members', 'members_joined', 'service_persontimes'].includes(code) || eventTypes.has(code)
    return !(parts && byWorker)
  })

describe.each([31, 32])('the shares of the registry, in a random history (seed %i)', (seed) => {
  let cube: Cube
  beforeAll(async () => {
    cube = await release([randomHistory(seededRandom(seed), 250), ...examples])
  })

  it('lie between those of their sectors, and of the regions that are summed in them', async () => {
    const faults: string[] = []
    const compared = new Set<string>()
    for (const share of shares)
      for (const basis of basesOf(share)) {
        const read = reader(cube, share, basis)
        for (const region of REGIONS) {
          const whole = await read(region, 'all')
          if (whole[1] === 0) continue
          compared.add(share.code)
          const bySector = hasSectors(share) ? await Promise.all(sectors.map((sector) => read(region, sector))) : [whole]
          // A region's own report of its workforce stands for those below it, which need not be alike.
          const reportsItself = basis !== undefined && (await cube.workforceReports(region)).some((row) => row.basis === basis)
          const below = reportsItself ? [whole] : await Promise.all(placesBelow(region).map(({ code }) => read(code, 'all')))
          for (const [name, parts] of [
            ['sectors', bySector],
            ['regions', below],
          ] as const)
            // prettier-ignore
            faults.push(...[fault(whole, partsWithRest(whole, parts))].filter(Boolean).map((what) => `${share.code} ${region} ${name}: ${what}`))
        }
      }
    expect(faults).toEqual([])
    expect(compared.size).toBeGreaterThan(35)
  })
})

describe('a share of which a part has a numerator and no denominator', () => {
  it('is found', () => {
    expect(fault([7, 10], [[3, 10], [4, 0]])).toBe('a part without a denominator') // prettier-ignore
    expect(fault([9, 10], [[3, 5], [2, 5]])).toBe('not between its parts') // prettier-ignore
    expect(fault([5, 10], [[3, 5], [2, 5]])).toBeUndefined() // prettier-ignore
  })
})
