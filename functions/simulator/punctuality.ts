import { type Day, monthEnd, monthNumber } from '../domain/calendar.ts'
import { later } from './days.ts'
import { PROVINCE_WORKERS } from './distributions.ts'
import { type Random, seedOf, seededRandom } from './random.ts'

/** How a province reported a month. */
type Month = 'on_time' | 'late' | 'missing'

/** Provinces that are often late, and how often; the others are rarely late. */
const LATE_PROVINCES = 3
const OFTEN = 0.55
const RARELY = 0.04
/** How often a province reports nothing at all of a month. */
const MISSING = 0.012

/** The most days from an event to its report, where a province is on time: duties ask for the report of a month within ten days. */
const DAYS_ON_TIME = 9

/** On which days the events of a simulation arrive: most provinces report on time, a few are often late, and now and then a month is missing. */
export class Punctuality {
  readonly #seed: number
  readonly #until: Day
  readonly #late: ReadonlySet<string>
  readonly #months = new Map<string, Month>()

  constructor(seed: number, until: Day) {
    this.#seed = seed
    this.#until = until
    const random = seededRandom(seedOf(seed, 'late provinces'))
    const late = new Set<string>()
    while (late.size < LATE_PROVINCES) late.add(random.pick(PROVINCE_WORKERS)[0].slice(0, 2))
    this.#late = late
  }

  /** How the province of a region reports a month. */
  monthOf(region: string, month: number): Month {
    const province = region.slice(0, 2)
    const key = `${province} ${month}`
    let found = this.#months.get(key)
    if (found) return found
    const random = seededRandom(seedOf(this.#seed, `month ${key}`))
    if (random.chance(MISSING)) found = 'missing'
    else found = province !== '00' && random.chance(this.#late.has(province) ? OFTEN : RARELY) ? 'late' : 'on_time'
    this.#months.set(key, found)
    return found
  }

  /**
   * The day on which an event of a region arrives; undefined where it has not arrived by the last day of the simulation. Only what is
   * reported every month can be missing.
   */
  arrivalOf(random: Random, { region, day, isMonthly }: { region: string; day: Day; isMonthly: boolean }): Day | undefined {
    const month = monthNumber(day)
    const reported = this.monthOf(region, month)
    const lag = random.next()
    if (reported === 'missing' && isMonthly) return undefined
    const arrival =
      reported === 'late'
        ? later(monthEnd(month), 12 + (seedOf(this.#seed, `lag ${region.slice(0, 2)} ${month}`) % 20) + Math.floor(lag * 6))
        : later(day, 1 + Math.floor(lag * DAYS_ON_TIME))
    return arrival > this.#until ? undefined : arrival
  }
}
