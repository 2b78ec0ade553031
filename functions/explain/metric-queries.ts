/**
 * How a metric is found in the tables of `queries/`: a select of `entity`, `source`, `id`, `occurred_on`, `region`, `sector` and `amount`,
 * one row per event that a value contains. `$from` and `$to` are the months of the window; a stock is what is open at the end of `$to`.
 */
export interface MetricQuery {
  sql: string
  /** The models that the select reads. */
  reads: readonly string[]
  /** Types of the events that can change the value, for corrections and withdrawals. */
  types: readonly string[]
  /** The column of these events that says whom or what they are about. */
  key: 'worker' | 'union_id' | 'enterprise_id' | 'station_id' | 'site_id' | 'region'
  /** What one contribution is. */
  contribution: string
  /** Each entity counts once in a region, however many events it has there. */
  isDistinct?: boolean
  /** What the select cannot show. */
  note?: string
}

const MOVES = ['member.joined', 'member.transferred', 'member.left']
const UNION_EVENTS = ['union.established', 'union.dissolved', 'union.changed']
const ENTERPRISE_EVENTS = ['enterprise.registered', 'enterprise.closed']
const STATION_EVENTS = ['station.registered', 'station.closed']
const SITE_EVENTS = ['site.opened', 'site.closed']
const MONTH = 'year(occurred_on) * 12 + month(occurred_on) - 1'

const openIn = (table: string) => `${table}.from_month <= $to and (${table}.to_month is null or ${table}.to_month > $to)`

const membersWhere = (condition: string) =>
  `select worker as entity, source, id, occurred_on, region, sector, 1 as amount from memberships where ${condition}`

const joined = (setBy: string, condition: string): MetricQuery => ({
  sql: membersWhere(`set_by = '${setBy}' and ${condition} and from_month between $from and $to`),
  reads: ['memberships'],
  types: MOVES,
  key: 'worker',
  contribution: setBy === 'join' ? 'a join by somebody who was no member' : 'a transfer of a member',
})

function openStates(table: string, key: 'union_id' | 'site_id', condition = 'true'): MetricQuery {
  return {
    sql: `select ${key} as entity, source, id, occurred_on, region, sector, 1 as amount from ${table} where ${openIn(table)} and ${condition}`,
    reads: [table],
    types: key === 'union_id' ? UNION_EVENTS : SITE_EVENTS,
    key,
    contribution: `an open ${key.replace('_id', '')}, with the event that opened it`,
  }
}

interface Timeline {
  host: 'enterprise' | 'station'
  condition?: string
  /** Which unions make the condition true; they are listed beside the opening, with 0. */
  unions?: string
  note?: string
}

/** Enterprises or stations in a state that other events set: the event that opened each, and those of the unions that it has. */
function openTimelines({ host, condition = 'true', unions, note }: Timeline): MetricQuery {
  const key = `${host}_id` as const
  const counted = `select * from ${host}_timelines as stretches where ${openIn('stretches')} and ${condition}`
  const opening = `select counted.${key} as entity, states.source, states.id, states.occurred_on, counted.region, counted.sector, 1 as amount
    from (${counted}) as counted join ${host}_states as states on states.${key} = counted.${key} and ${openIn('states')}`
  const ofUnions = `select counted.${key} as entity, unions.source, unions.id, unions.occurred_on, counted.region, counted.sector, 0 as amount
    from (${counted}) as counted join union_states as unions on ${unions} and ${openIn('unions')}`
  return {
    sql: unions ? `${opening} union all ${ofUnions}` : opening,
    reads: [`${host}_timelines`, `${host}_states`, ...(unions ? ['union_states'] : [])],
    types: [...(host === 'enterprise' ? ENTERPRISE_EVENTS : STATION_EVENTS), ...(unions ? UNION_EVENTS : [])],
    key,
    contribution: `an open ${host}, with the event that opened it${unions ? ' and (+0) those of its unions' : ''}`,
    ...(note && { note }),
  }
}

const OWN =
  "unions.enterprise_id = counted.enterprise_id and unions.station_id is null and unions.form in ('enterprise_union', 'head_office_union', 'agent_union', 'attached_union')"

const enterprises = (condition?: string, unions?: string) =>
  openTimelines({ host: 'enterprise', ...(condition && { condition }), ...(unions && { unions }) })

/** The latest report of each region that no region above it, up to the one asked for, reports itself. */
const COUNTED_REPORTS = `reports as (
    select *, row_number() over (partition by region, sector, basis order by occurred_on desc, source desc, id desc) as latest,
      case when length(region) = 12 then substr(region, 1, 9) else region end as place
    from (select * exclude (region, place), place as region from stg_events)
    where type = 'workforce.reported' and enterprise_id is null and basis = $part and ${MONTH} <= $to and $from <= $to
  ),
  current_reports as (select * from reports where latest = 1),
  counted_reports as (
    select reports.* from current_reports as reports
    where not exists (
      select 1 from current_reports as above
      join region_paths as up on up.region = reports.place and up.ancestor = above.region
      join region_paths as further on further.region = above.region and further.ancestor = $region
      where above.sector = reports.sector and above.region <> reports.region
    )
  )`

const QUERIES_BY_METRIC: Record<string, MetricQuery> = {
  members: {
    sql: membersWhere(openIn('memberships')),
    reads: ['memberships'],
    types: MOVES,
    key: 'worker',
    contribution: 'a member, with the join or transfer that set the membership',
  },
  members_joined: joined('join', 'not was_member'),
  members_transferred: joined('transfer', 'was_member'),
  members_left: {
    sql: `select worker as entity, left_source as source, left_id as id, left_on as occurred_on, region, sector, 1 as amount
      from memberships where left_on is not null and to_month between $from and $to`,
    reads: ['memberships'],
    types: MOVES,
    key: 'worker',
    contribution: 'a leave that names the current union, counted where the membership was',
  },
  service_persontimes: {
    sql: `select coalesce(ties.person, worker) as entity, source, id, occurred_on, place as region, sector, case when worker is null then "count" else 1 end as amount
      from stg_events left join ties on ties.identifier = stg_events.worker where type = 'service.delivered' and ${MONTH} between $from and $to`,
    reads: ['ties'],
    types: ['service.delivered'],
    key: 'worker',
    contribution: 'a service: 1 for a named worker, else its count',
  },
  workers_served: {
    sql: `select coalesce(ties.person, worker) as entity, source, id, occurred_on, place as region, sector, 1 as amount
      from stg_events left join ties on ties.identifier = stg_events.worker where type = 'service.delivered' and worker is not null and ${MONTH} between $from and $to`,
    reads: ['ties'],
    types: ['service.delivered'],
    key: 'worker',
    contribution: 'a worker, counted once (+1) at the first of the services listed',
    isDistinct: true,
  },
  unions: openStates('union_states', 'union_id'),
  unions_established: {
    sql: `select union_id as entity, source, id, occurred_on, region, sector, 1 as amount
      from union_states where not was_open and from_month between $from and $to`,
    reads: ['union_states'],
    types: UNION_EVENTS,
    key: 'union_id',
    contribution: 'a union that was not open before',
  },
  sites: openStates('site_states', 'site_id'),
  driver_homes: openStates('site_states', 'site_id', "kind = 'driver_home'"),
  enterprises: enterprises(),
  head_enterprises: enterprises("kind = 'head'"),
  enterprises_unionized: enterprises('is_unionized', OWN),
  head_enterprises_unionized: enterprises("kind = 'head' and is_unionized", OWN),
  enterprises_covered: enterprises('is_covered', `((${OWN}) or list_contains(string_split(unions.covers, ';'), counted.enterprise_id))`),
  units_due: openTimelines({
    host: 'enterprise',
    condition: 'is_due',
    note: 'an enterprise is due because of its individual members; those are not listed',
  }),
  stations: openTimelines({ host: 'station' }),
  stations_unionized: openTimelines({ host: 'station', condition: 'is_unionized', unions: 'unions.station_id = counted.station_id' }),
  members_covered: {
    sql: `with ${COUNTED_REPORTS}
      ${membersWhere(`${openIn('memberships')} and exists (
        select 1 from counted_reports as reports
        join region_paths as within on within.region = reports.place and within.ancestor = $region
        join region_paths as up on up.ancestor = reports.place
          and up.region = case when length(memberships.region) = 12 then substr(memberships.region, 1, 9) else memberships.region end
        where reports.sector = memberships.sector and reports."count" > 0
          and (length(reports.region) < 12 or reports.region = memberships.region)
      )`)}`,
    reads: ['memberships'],
    types: [...MOVES, 'workforce.reported'],
    key: 'worker',
    contribution: 'a member of a region and sector whose workforce is in the denominator',
  },
  workforce: {
    sql: `with ${COUNTED_REPORTS}
      select region as entity, source, id, occurred_on, region, sector, "count" as amount from counted_reports`,
    reads: [],
    types: ['workforce.reported'],
    key: 'region',
    contribution: 'the latest report of a region that no region above it, up to the one asked for, reports itself',
  },
}

/** Why a metric of the catalogue has no query. */
const UNEXPLAINED: Record<string, string> = {
  blank_cells: 'it counts regions and sectors without a union: events that are absent',
  transfers_due: 'it counts members whose transfer no event records',
}

/** How a metric is explained, or why it cannot be. */
export function metricQuery(metric: string): MetricQuery | string {
  return QUERIES_BY_METRIC[metric] ?? UNEXPLAINED[metric] ?? 'this command has no query for it'
}

/** The metrics that can be explained. */
export const explainedMetrics = Object.keys(QUERIES_BY_METRIC)
