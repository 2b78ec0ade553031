import { type Day, addDays } from '../domain/calendar.ts'
import { type EventType, type Field, codeLists, eventTypes } from '../catalogue/catalogue.ts'
import type { Random } from './random.ts'

/** An act as it is told: which type, when, and with what. */
export interface Act {
  type: string
  day: Day
  data: Record<string, unknown>
}

/** What an act happens at. */
export interface ActPlace {
  region: string
  sector: string
  enterprise: string | undefined
  union: string | undefined
  /** A number of its own, for ids. */
  serial: number
}

/** Types that follow another, and are made with it. */
const FOLLOWS: Record<string, string> = { 'case.closed': 'case.opened', 'risk.handled': 'risk.reported' }
const first = [...eventTypes].filter(([name, type]) => type.pattern !== undefined && FOLLOWS[name] === undefined).map(([name]) => name)

/** A value of a field, or nothing: what need not be told often is not. */
function valueOf(random: Random, { name, kind }: Field, day: Day, place: ActPlace): unknown {
  if (kind.startsWith('code:')) return name === 'sector' ? place.sector : random.pick(Object.keys(codeLists[kind.slice(5)]!.codes))
  if (kind.startsWith('codes:')) return [random.pick(Object.keys(codeLists[kind.slice(6)]!.codes))]
  switch (kind) {
    case 'region':
      return place.region
    case 'enterprise':
      return place.enterprise ?? `local:sim-${place.region}-0`
    case 'worker':
      return { ref: `sim-act-${place.serial}` }
    case 'id':
      return name === 'union_id'
        ? (place.union ?? `SIM-U-${place.region}-courier`)
        : `SIM-${name.replace('_id', '').toUpperCase()}-${place.serial}`
    case 'name':
      return `模拟${place.region}`
    case 'count':
    case 'headcount':
      return 1 + random.below(80)
    case 'money':
      return 100 + random.below(90_000)
    case 'boolean':
      return random.chance(0.7)
    case 'share':
      return Number((0.5 + random.next() * 0.5).toFixed(3))
    case 'number':
      return 60 + random.below(40)
    case 'day':
      return name === 'period_start' ? `${day.slice(0, 4)}-01-01` : name === 'period_end' ? `${day.slice(0, 4)}-12-31` : addDays(day, name === 'changed_on' || name === 'opened_on' ? -random.below(30) : random.below(30)) // prettier-ignore
    default:
      throw new Error(`field kind ${kind}: the simulator has no value for it`)
  }
}

function told(random: Random, name: string, day: Day, place: ActPlace): Act {
  const type: EventType = eventTypes.get(name)!
  const left = new Set(type.exactlyOneOf.slice(random.chance(0.5) ? 1 : 0).slice(0, 1))
  const data: Record<string, unknown> = {}
  for (const field of type.fields) {
    const isChosen = type.exactlyOneOf.includes(field.name)
      ? left.has(field.name)
      : field.isRequired || random.chance(OFTEN[field.name] ?? 0.3)
    if (isChosen) data[field.name] = valueOf(random, field, day, place)
  }
  if (data.period_end !== undefined && data.period_start === undefined) delete data.period_end
  return { type: name, day, data }
}

/** How often what need not be told is told. */
const OFTEN: Record<string, number> = { sector: 0.7, station_id: 0.05, level: 0.1 }

/** A random act of a place, and what follows it: a case is mostly closed, a risk warned of and handled. */
export function actsOf(random: Random, day: Day, until: Day, place: ActPlace): Act[] {
  const act = told(random, random.pick(first), day, place)
  const next = Object.entries(FOLLOWS).find(([, before]) => before === act.type)?.[0]
  if (!next || random.chance(0.3)) return [act]
  const later = addDays(day, 1 + random.below(60))
  if (later > until) return [act]
  const after = told(random, next, later, place)
  if ('opened_on' in after.data) after.data.opened_on = day
  return [act, after]
}
