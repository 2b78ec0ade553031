import type { Day } from '../domain/calendar.ts'
import { type EventType, type Field, codeLists, eventTypes } from '../catalogue/catalogue.ts'
import { later } from './days.ts'
import type { Random } from './random.ts'

/** An act before it becomes an event: its type, its day and its data. */
export interface Act {
  type: string
  day: Day
  data: Record<string, unknown>
}

/** Where an act happens, and who is involved. */
export interface ActSetting {
  region: string
  sector: string
  enterprise: string | undefined
  union: string | undefined
  /** A text for ids that no other act has. */
  serial: string
}

/** Types that follow another type, and are generated together with it. */
const FOLLOWS: Record<string, string> = { 'case.closed': 'case.opened', 'risk.handled': 'risk.reported' }
const firstTypes = [...eventTypes].filter(([name, type]) => type.pattern !== undefined && FOLLOWS[name] === undefined).map(([name]) => name)

/** A random value of a field. Throws for a field kind that the simulator does not know. */
function valueOf(random: Random, { name, kind }: Field, day: Day, setting: ActSetting): unknown {
  if (kind.startsWith('code:')) return name === 'sector' ? setting.sector : random.pick(Object.keys(codeLists[kind.slice(5)]!.codes))
  if (kind.startsWith('codes:')) return [random.pick(Object.keys(codeLists[kind.slice(6)]!.codes))]
  switch (kind) {
    case 'region':
      return setting.region
    case 'enterprise':
      return setting.enterprise ?? `local:sim-${setting.region}-0`
    case 'worker':
      return { ref: `sim-act-${setting.serial}` }
    case 'id':
      return name === 'union_id'
        ? (setting.union ?? `SIM-U-${setting.region}-courier`)
        : `SIM-${name.replace('_id', '').toUpperCase()}-${setting.serial}`
    case 'name':
      return `模拟${setting.region}`
    case 'count':
      return 1 + random.below(6)
    case 'headcount':
      // Only a count of people is scaled.
      return 1 + random.below(name === 'count' ? 6 : 40)
    case 'money':
      return 100 + random.below(90_000)
    case 'boolean':
      return random.chance(0.7)
    case 'share':
      return Number((0.5 + random.next() * 0.5).toFixed(3))
    case 'number':
      return 60 + random.below(40)
    case 'day':
      return name === 'period_start' ? `${day.slice(0, 4)}-01-01` : name === 'period_end' ? `${day.slice(0, 4)}-12-31` : later(day, name === 'changed_on' || name === 'opened_on' ? -random.below(30) : random.below(30)) // prettier-ignore
    default:
      throw new Error(`field kind ${kind}: expected a kind that the simulator knows`)
  }
}

function randomAct(random: Random, name: string, day: Day, setting: ActSetting): Act {
  const type: EventType = eventTypes.get(name)!
  const chosen = new Set(type.exactlyOneOf.slice(random.chance(0.5) ? 1 : 0).slice(0, 1))
  const data: Record<string, unknown> = {}
  for (const field of type.fields) {
    const hasValue = type.exactlyOneOf.includes(field.name)
      ? chosen.has(field.name)
      : field.isRequired || random.chance(FREQUENCIES[field.name] ?? 0.3)
    if (hasValue) data[field.name] = valueOf(random, field, day, setting)
  }
  if (data.period_end !== undefined && data.period_start === undefined) delete data.period_end
  return { type: name, day, data }
}

/** How often an optional field has a value, where it is not 0.3. */
const FREQUENCIES: Record<string, number> = { sector: 0.7, station_id: 0.05, level: 0.1 }

/** A random act, and mostly the act that follows it: a case is closed, a risk is handled. */
export function actsOf(random: Random, day: Day, until: Day, setting: ActSetting): Act[] {
  const act = randomAct(random, random.pick(firstTypes), day, setting)
  const next = Object.entries(FOLLOWS).find(([, before]) => before === act.type)?.[0]
  if (!next || random.chance(0.3)) return [act]
  const closing = later(day, 1 + random.below(60))
  if (closing > until) return [act]
  const after = randomAct(random, next, closing, setting)
  if ('opened_on' in after.data) after.data.opened_on = day
  return [act, after]
}
