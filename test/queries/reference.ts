import { allRegions, regionPath } from '../../functions/catalogue/regions.ts'
import { withPersons } from './reference-persons.ts'

/**
 * The core metrics counted straight from the words of the contract, one event at a time and one question at a time.
 * It shares no step with queries/: no month numbers, no intervals, no running sums. Simple rather than fast.
 */
export interface PlainEvent {
  source: string
  id: string
  revision: number
  isVoid: boolean
  type: string
  on: string
  data: Record<string, string | number | string[] | undefined>
}

export interface Question {
  metric: string
  region: string
  sector: string
  asOf: string
  span: 'all' | 'year' | 'month'
  /** Kind of site, or basis of workforce. */
  part: string
}

type Data = PlainEvent['data']
const OWN_FORMS = ['enterprise_union', 'head_office_union', 'agent_union', 'attached_union']
const ORDER: Record<string, number> = { 'member.joined': 1, 'member.transferred': 2, 'member.left': 3 }

/** The live events as they were sent: of each identity the highest revision, unless that is a void. */
export function notWithdrawn(events: readonly PlainEvent[]): PlainEvent[] {
  const newest = new Map<string, PlainEvent>()
  for (const event of events) {
    const key = `${event.source} ${event.id}`
    if ((newest.get(key)?.revision ?? 0) < event.revision) newest.set(key, event)
  }
  return [...newest.values()].filter((event) => !event.isVoid)
}

/** The live events; their worker is the person whom they count for. */
export const live = (events: readonly PlainEvent[]): PlainEvent[] => withPersons(notWithdrawn(events))

function inOrder(events: PlainEvent[], place: (event: PlainEvent) => number): PlainEvent[] {
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0)
  return events.toSorted((a, b) => compare(a.on, b.on) || compare(place(a), place(b)) || compare(a.source, b.source) || compare(a.id, b.id))
}

/** The open entities of a kind with their attributes, and every opening of one that was not open. */
function openingsOf(
  events: PlainEvent[],
  key: string,
  opening: string,
  closing: string,
): { open: Map<string, Data>; openings: PlainEvent[] } {
  const open = new Map<string, Data>()
  const openings: PlainEvent[] = []
  const relevant = events.filter((event) => event.type === opening || event.type === closing)
  for (const event of inOrder(relevant, (one) => (one.type === opening ? 1 : 2))) {
    const id = String(event.data[key])
    if (event.type === closing) open.delete(id)
    else {
      if (!open.has(id)) openings.push(event)
      open.set(id, event.data)
    }
  }
  return { open, openings }
}

interface Member {
  union: string
  region: string
  sector: string
  enterprise: string | undefined
}

function memberships(events: PlainEvent[]) {
  const members = new Map<string, Member>()
  const remembered = new Map<string, Partial<Member> & { path?: string; channel?: string }>()
  const flows: { metric: string; on: string; region: string; sector: string; path?: string; channel?: string }[] = []
  for (const event of inOrder(
    events.filter((one) => ORDER[one.type]),
    (one) => ORDER[one.type]!,
  )) {
    const { worker, region, sector, union_id, to_union_id, enterprise_id, path, channel } = event.data as Record<string, string | undefined>
    const before = members.get(worker!)
    if (event.type === 'member.left') {
      if (before?.union !== union_id) continue
      flows.push({ metric: 'members_left', on: event.on, region: before!.region, sector: before!.sector })
      members.delete(worker!)
      continue
    }
    const isJoin = event.type === 'member.joined'
    const kept = remembered.get(worker!) ?? {}
    const state: Member = isJoin
      ? { union: union_id!, region: region!, sector: sector!, enterprise: enterprise_id }
      : { union: to_union_id!, region: region!, sector: sector ?? kept.sector ?? 'other', enterprise: enterprise_id ?? kept.enterprise }
    remembered.set(worker!, {
      ...state,
      ...(isJoin
        ? { path: path!, channel: channel! }
        : { ...(kept.path && { path: kept.path }), ...(kept.channel && { channel: kept.channel }) }),
    })
    members.set(worker!, state)
    if (isJoin && !before)
      flows.push({ metric: 'members_joined', on: event.on, region: state.region, sector: state.sector, path: path!, channel: channel! })
    if (!isJoin && before) flows.push({ metric: 'members_transferred', on: event.on, region: state.region, sector: state.sector })
  }
  return { members, remembered, flows }
}

const ancestors = new Map<string, Set<string>>()

function isWithin(region: string, ancestor: string): boolean {
  const path = ancestors.get(region) ?? new Set(regionPath(region).map((one) => one.code))
  ancestors.set(region, path)
  return path.has(ancestor)
}

function workforceOf(events: PlainEvent[], region: string, sector: string, basis: string): number | undefined {
  if (sector === 'all') {
    const parts = ['freight', 'courier', 'ride_hailing', 'food_delivery', 'other']
      .map((one) => workforceOf(events, region, one, basis))
      .filter((one) => one !== undefined)
    return parts.length > 0 ? parts.reduce((sum, one) => sum + one, 0) : undefined
  }
  const reports = events.filter(
    (event) =>
      event.type === 'workforce.reported' && !event.data.enterprise_id && event.data.sector === sector && event.data.basis === basis,
  )
  const own = inOrder(
    reports.filter((event) => event.data.region === region),
    () => 0,
  ).at(-1)
  if (own) return Number(own.data.count)
  const children = new Set(reports.flatMap((event) => {
    const path = regionPath(String(event.data.region)).map((one) => one.code)
    const at = path.indexOf(region)
    return at > 0 ? [path[at - 1]!] : []
  })) // prettier-ignore
  const parts = [...children].map((child) => workforceOf(events, child, sector, basis)).filter((one) => one !== undefined)
  return parts.length > 0 ? parts.reduce((sum, one) => sum + one, 0) : undefined
}

/** The members of exactly those regions and sectors whose report is in the workforce of a region (contract, section 3, membership_rate). */
function coveredOf(events: PlainEvent[], members: readonly Member[], region: string, sector: string, basis: string): number | undefined {
  if (workforceOf(events, region, sector, basis) === undefined) return undefined
  if (sector === 'all') {
    const parts = ['freight', 'courier', 'ride_hailing', 'food_delivery', 'other']
    return parts.reduce((sum, one) => sum + (coveredOf(events, members, region, one, basis) ?? 0), 0)
  }
  const reports = events.filter(
    (event) =>
      event.type === 'workforce.reported' && !event.data.enterprise_id && event.data.sector === sector && event.data.basis === basis,
  )
  const own = inOrder(
    reports.filter((event) => event.data.region === region),
    () => 0,
  ).at(-1)
  if (own) {
    if (Number(own.data.count) === 0) return 0
    return members.filter((member) => member.sector === sector && isWithin(member.region, region)).length
  }
  const paths = reports.map((event) => regionPath(String(event.data.region)).map((one) => one.code))
  const children = new Set(paths.flatMap((path) => (path.indexOf(region) > 0 ? [path[path.indexOf(region) - 1]!] : [])))
  return [...children].reduce((sum, child) => sum + (coveredOf(events, members, child, sector, basis) ?? 0), 0)
}

/** What is known at a moment. */
function stateAt(all: readonly PlainEvent[], asOf: string) {
  // A union that is merged into another or dissolved by a change is closed.
  const events = live(all)
    .filter((event) => event.on <= asOf)
    .map((event) => (event.type === 'union.changed' && event.data.change !== 'reparented' ? { ...event, type: 'union.dissolved' } : event))
  return {
    events,
    unions: openingsOf(events, 'union_id', 'union.established', 'union.dissolved'),
    enterprises: openingsOf(events, 'enterprise_id', 'enterprise.registered', 'enterprise.closed'),
    stations: openingsOf(events, 'station_id', 'station.registered', 'station.closed'),
    sites: openingsOf(events, 'site_id', 'site.opened', 'site.closed'),
    ...memberships(events),
  }
}

const states = new WeakMap<readonly PlainEvent[], Map<string, ReturnType<typeof stateAt>>>()

/** The state at a moment, which many questions share. It does not depend on the question, so it is computed once. */
function sharedStateAt(all: readonly PlainEvent[], asOf: string): ReturnType<typeof stateAt> {
  const ofEvents = states.get(all) ?? new Map<string, ReturnType<typeof stateAt>>()
  states.set(all, ofEvents)
  const state = ofEvents.get(asOf) ?? stateAt(all, asOf)
  ofEvents.set(asOf, state)
  return state
}

/** Whether the province of a region, or the nation, sent unions, withdrawn ones included, or said that it has none. */
function areUnionsKnown(all: readonly PlainEvent[], region: string): boolean {
  const place = regionPath(region).at(-2)?.code ?? region
  const unions = all.filter(({ type, isVoid }) => type === 'union.established' && !isVoid)
  const zeros = live(all).filter(({ type, data }) => type === 'zero.reported' && data.event_type === 'union.established')
  return unions.some(({ data }) => isWithin(String(data.region), place)) || zeros.some(({ data }) => isWithin(place, String(data.region)))
}

/** What a question asks of unions, enterprises, stations and sites. */
function countOfThings(all: readonly PlainEvent[], { metric, region, sector, asOf, span, part }: Question): number {
  const { events, unions, enterprises, stations, sites, members, remembered } = sharedStateAt(all, asOf)
  const inSpan = (on: string) => span === 'all' || on.slice(0, span === 'year' ? 4 : 7) === asOf.slice(0, span === 'year' ? 4 : 7)
  const here = (data: { region?: unknown; sector?: unknown }) =>
    isWithin(String(data.region), region) && (sector === 'all' || data.sector === sector)
  const liveUnions = [...unions.open.entries()]
  const hasOwn = (id: string) =>
    liveUnions.some(([, union]) => union.enterprise_id === id && !union.station_id && OWN_FORMS.includes(String(union.form)))
  const isCovered = (id: string) => hasOwn(id) || liveUnions.some(([, { covers = [] }]) => (covers as string[]).includes(id))
  const count = (map: Map<string, Data>, keep: (data: Data, id: string) => boolean) =>
    [...map].filter(([id, data]) => here(data) && keep(data, id)).length

  switch (metric) {
    case 'unions':
      return count(unions.open, () => true)
    case 'unions_established':
      return unions.openings.filter((event) => inSpan(event.on) && here(event.data)).length
    case 'head_enterprises':
      return count(enterprises.open, (data) => data.kind === 'head')
    case 'head_enterprises_unionized':
      return count(enterprises.open, (data, id) => data.kind === 'head' && hasOwn(id))
    case 'enterprises':
      return count(enterprises.open, () => true)
    case 'enterprises_unionized':
      return count(enterprises.open, (_data, id) => hasOwn(id))
    case 'enterprises_covered':
      return count(enterprises.open, (_data, id) => isCovered(id))
    case 'stations':
      return count(stations.open, () => true)
    case 'stations_unionized':
      return count(stations.open, (_data, id) => liveUnions.some(([, union]) => union.station_id === id))
    case 'sites':
      return count(sites.open, (data) => part === '' || data.kind === part)
    case 'driver_homes':
      return count(sites.open, (data) => data.kind === 'driver_home')
    case 'units_due':
      return count(
        enterprises.open,
        (_data, id) =>
          !hasOwn(id) &&
          [...members].filter(([worker, one]) => one.enterprise === id && remembered.get(worker)!.channel === 'individual').length >= 25,
      )
    case 'transfers_due':
      return [...members].filter(([worker, one]) => {
        const path = remembered.get(worker)!.path
        if (!here(one) || !one.enterprise || !['labour_relation', 'meets_relation'].includes(path ?? '')) return false
        return hasOwn(one.enterprise) && unions.open.get(one.union)?.enterprise_id !== one.enterprise
      }).length
    case 'blank_cells':
      return !areUnionsKnown(all, region)
        ? 0
        : [...allRegions()]
            .filter((one) => one.level === 'county' && one.code[4] !== '7' && isWithin(one.code, region))
            .flatMap((county) =>
              ['freight', 'courier', 'ride_hailing', 'food_delivery', 'other'].map((cell) => [county.code, cell] as const),
            )
            .filter(
              ([county, cell]) =>
                (sector === 'all' || sector === cell) &&
                !liveUnions.some(([, union]) => union.sector === cell && isWithin(String(union.region), county)),
            )
            .filter(([county, cell]) =>
              ['registered', 'surveyed', 'estimated', 'published'].some((basis) => (workforceOf(events, county, cell, basis) ?? 0) > 0),
            ).length
    default:
      throw new Error(`metric ${metric}: not in the reference`)
  }
}

/** The answer to a question; undefined if the contract says that there is none. */
export function reference(all: readonly PlainEvent[], question: Question): number | undefined {
  const { metric, region, sector, asOf, span, part } = question
  const { events, members, flows } = sharedStateAt(all, asOf)
  const inSpan = (on: string) => span === 'all' || on.slice(0, span === 'year' ? 4 : 7) === asOf.slice(0, span === 'year' ? 4 : 7)
  const here = (data: { region?: unknown; sector?: unknown }) =>
    isWithin(String(data.region), region) && (sector === 'all' || data.sector === sector)
  const services = events.filter((event) => event.type === 'service.delivered' && inSpan(event.on) && here(event.data))
  const flow = (name: string) => flows.filter((one) => one.metric === name && inSpan(one.on) && here(one)).length

  switch (metric) {
    case 'workers_served':
      return new Set(services.filter((event) => event.data.worker).map((event) => event.data.worker)).size
    case 'service_persontimes':
      return services.reduce((sum, event) => sum + (event.data.worker ? 1 : Number(event.data.count)), 0)
    case 'members':
      return [...members.values()].filter(here).length
    case 'members_joined':
    case 'members_transferred':
    case 'members_left':
      return flow(metric)
    case 'workforce':
      return workforceOf(events, region, sector, part)
    case 'members_covered':
      return coveredOf(events, [...members.values()], region, sector, part)
    default:
      return countOfThings(all, question)
  }
}

/** Whether an event tells a part: every `name=code` of it, of a field or of a list. */
function tells(data: Data, part: string): boolean {
  return part === '' || part.split('&').every((told) => {
    const [name, code] = told.split('=') as [string, string | undefined]
    if (name === 'answered') return data.answered_on !== undefined
    if (name === 'host') return (data.station_id ? 'station' : data.enterprise_id ? 'enterprise' : data.union_id ? 'union' : '') === code
    if (name === 'topic' && data.topics) return (data.topics as string[]).includes(code!)
    return data[name] === code
  })
} // prettier-ignore

/** What is told beside the core: acts by part, and the parts of joins and services; straight from the events. */
export function told(all: readonly PlainEvent[], { metric, region, sector, asOf, span, part }: Question): number {
  const events = live(all).filter((event) => event.on <= asOf)
  const inSpan = (on: string) => span === 'all' || on.slice(0, span === 'year' ? 4 : 7) === asOf.slice(0, span === 'year' ? 4 : 7)
  const isHere = (data: { region?: unknown; sector?: unknown }) =>
    isWithin(String(data.region), region) && (sector === 'all' || data.sector === sector)
  if (metric === 'members_joined')
    return memberships(events).flows.filter((one) => one.metric === metric && inSpan(one.on) && isHere(one) && tells(one, part)).length
  const [, type, ending] = /^(.+?)(\.people|\.amount|)$/.exec(metric === 'service_persontimes' ? 'service.delivered.people' : metric)!
  const found = events.filter((event) => event.type === type && inSpan(event.on) && isHere(event.data)).filter((event) => {
    if (part === 'at_site') return event.data.site_id !== undefined
    if (part === 'not_member') return (event.data.member as unknown) === false
    return tells(event.data, part)
  }) // prettier-ignore
  if (ending === '') return found.length
  const amounts = found.map((event) =>
    ending === '.amount' ? Math.round(Number(event.data.amount_cny) * 100) : event.data.worker ? 1 : Number(event.data.count ?? 0),
  )
  return amounts.reduce((sum, one) => sum + one, 0) / (ending === '.amount' ? 100 : 1)
}
