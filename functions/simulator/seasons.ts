import type { Day } from '../domain/calendar.ts'
import { between, later } from './days.ts'
import { newMembersOf } from './distributions.ts'
import type { Random } from './random.ts'

/** The first day of the Spring Festival. */
const SPRING_FESTIVAL: Readonly<Record<string, Day>> = {
  2022: '2022-02-01', 2023: '2023-01-22', 2024: '2024-02-10', 2025: '2025-01-29', 2026: '2026-02-17', 2027: '2027-02-06', 2028: '2028-01-26',
} // prettier-ignore

/** How much joining there is in a month, January first. */
const JOINING = [0.95, 0.85, 1, 1.1, 1.15, 1.2, 1.2, 1.1, 1.1, 0.95, 1.05, 1]

/** Services of the year round, and those of the two campaigns: 夏送清凉 from June to September, 冬送温暖 from December to February. */
const SERVING = [1, 0.9, 0.9, 1, 1.1, 1, 0.9, 0.9, 1, 1, 1.05, 1.1]
const SUMMER = [0, 0, 0, 0, 0.1, 1, 2.2, 2, 0.6, 0, 0, 0]
const WINTER = [2.4, 1.4, 0, 0, 0, 0, 0, 0, 0, 0, 0.4, 1.8]

/** How many services a member receives in a year: fewer as members become more, as no office grows as fast as its members. */
const servingIn = (year: string) => Math.max(0.5, 1.4 - 0.09 * (Number(year) - 2021))

/** Around the Spring Festival, from a week before to two weeks after its first day, hardly anybody works or reports. */
function isAroundSpringFestival(day: Day): boolean {
  const first = SPRING_FESTIVAL[day.slice(0, 4)]
  return first !== undefined && day >= later(first, -7) && day <= later(first, 14)
}

/** How much of a week happens on a day. */
function onDay(day: Day): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return (isAroundSpringFestival(day) ? 0.15 : 1) * (weekday === 0 || weekday === 6 ? 0.45 : 1)
}

const inMonth = (months: readonly number[], day: Day) => months[Number(day.slice(5, 7)) - 1]!

/** The days from one to another with what each weighs: a day is chosen by its weight. */
export class DayTable {
  readonly #first: Day
  readonly #days: Day[] = []
  /** The weight of all days before each day, and of all days at the end. */
  readonly #before: number[] = [0]

  constructor(first: Day, last: Day, weightOf: (day: Day) => number) {
    this.#first = first
    for (let day = first; day <= last; day = later(day, 1)) {
      this.#days.push(day)
      this.#before.push(this.#before.at(-1)! + weightOf(day))
    }
  }

  /** The share of the weight that lies on a day and after it. */
  shareFrom(day: Day): number {
    const total = this.#before.at(-1)!
    return (total - this.#before[this.#indexOf(day)]!) / total
  }

  /** A day from `since` on; undefined where no such day has a weight. */
  pick(random: Random, since: Day): Day | undefined {
    const from = this.#before[this.#indexOf(since)]!
    const mark = from + random.next() * (this.#before.at(-1)! - from)
    if (mark >= this.#before.at(-1)!) return undefined
    let low = 0
    let high = this.#before.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#before[middle]! <= mark) low = middle
      else high = middle
    }
    return this.#days[low]
  }

  #indexOf(day: Day): number {
    return Math.min(Math.max(between(this.#first, day), 0), this.#before.length - 1)
  }
}

/** When things happen in a campaign. */
export interface Seasons {
  joining: DayTable
  serving: DayTable
  /** The services that have a season of their own, by kind. */
  campaigns: Readonly<Record<string, DayTable>>
}

export function seasonsOf(first: Day, last: Day): Seasons {
  const table = (weightOf: (day: Day) => number) => new DayTable(first, last, (day) => weightOf(day) * onDay(day))
  const served = (months: readonly number[]) => table((day) => servingIn(day.slice(0, 4)) * inMonth(months, day))
  const daysOf = (year: string) => between(year === first.slice(0, 4) ? first : `${year}-01-01`, `${year}-12-31`) + 1
  return {
    joining: table((day) => (newMembersOf(day.slice(0, 4)) / daysOf(day.slice(0, 4))) * inMonth(JOINING, day)),
    serving: served(SERVING),
    campaigns: { summer_cool: served(SUMMER), winter_warm: served(WINTER) },
  }
}
