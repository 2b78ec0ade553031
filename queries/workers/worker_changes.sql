-- worker_changes
-- Grain:   one row per place (county, or the region above that the events name) and cell (sector, metric, part, month; see `cells`) that changes.
-- Answers: by how much do members, joins, leaves, services and workers served change, of all time, of the year, in the month?
-- Reads:   cells, memberships, region_paths, stg_events, visits
-- Source:  contract, section 3. A stock changes for all time only; of a flow all three are the same. Parts of joins (by path and
--          channel), leaves (contact lost) and services (by kind, at a site, for others than members) count in all sectors together.
with

begun as (

    select
        region,
        sector,
        from_month as month,

        count(*) as members,
        count(*) filter (where set_by = 'join' and not was_member) as joined,
        count(*) filter (where set_by = 'transfer' and was_member) as transferred

    from memberships
    group by region, sector, from_month

),

ended as (

    select
        region,
        sector,
        to_month as month,

        count(*) as members,
        count(left_on) as members_left,
        count(*) filter (where left_reason = 'lost_contact') as lost

    from memberships
    where to_month is not null
    group by region, sector, to_month

),

joined_by as (

    select region, 'path=' || path as part, from_month as month, count(*) as joined
    from memberships
    where set_by = 'join'
        and not was_member
    group by region, path, from_month

    union all

    select region, 'channel=' || channel as part, from_month as month, count(*) as joined
    from memberships
    where set_by = 'join'
        and not was_member
    group by region, channel, from_month

),

kinds as (

    select
        region,
        sector,
        kind,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,

        count(*) as times,
        count(site_id) as at_site,
        count(*) filter (where not member) as not_member

    from stg_events
    where type = 'service.delivered'
        and worker is not null
    group by region, sector, kind, year(occurred_on) * 12 + month(occurred_on) - 1

),

services as (

    select region, sector, month, sum(times) as times, sum(at_site) as at_site, sum(not_member) as not_member
    from kinds
    group by region, sector, month

),

served_by as (

    select region, 'kind=' || kind as part, month, times
    from kinds

    union all

    select region, 'at_site' as part, month, at_site as times
    from services
    where at_site > 0

    union all

    select region, 'not_member' as part, month, not_member as times
    from services
    where not_member > 0

),

-- who is always served in one place and sector counts alike in every region above it
served as (

    select
        place as region,
        sector,
        month,

        count(*) filter (where previous_month is null) as ever,
        count(*) filter (where previous_month is null or previous_month < month - mod(month, 12)) as of_year,
        count(*) as in_month

    from visits
    where not is_roaming
    group by place, sector, month

),

members as (

    select
        region,
        sector,
        month,

        sum(change) as change

    from (
        select region, sector, month, members as change
        from begun

        union all

        select region, sector, month, -members as change
        from ended
    ) as both_ends
    group by region, sector, month
    having sum(change) <> 0

),

changes as (

    select 'members' as metric, '' as part, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from members

    union all

    select 'members_joined' as metric, '' as part, region, sector, month, joined as ever, joined as of_year, joined as in_month
    from begun
    where joined > 0

    union all

    select 'members_transferred' as metric, '' as part, region, sector, month, transferred as ever, transferred as of_year, transferred as in_month
    from begun
    where transferred > 0

    union all

    select 'members_left' as metric, '' as part, region, sector, month, members_left as ever, members_left as of_year, members_left as in_month
    from ended
    where members_left > 0

    union all

    select 'members_left' as metric, 'reason=lost_contact' as part, region, 'all' as sector, month, lost as ever, lost as of_year, lost as in_month
    from ended
    where lost > 0

    union all

    select 'service_persontimes' as metric, '' as part, region, sector, month, times as ever, times as of_year, times as in_month
    from services

    union all

    select 'workers_served' as metric, '' as part, region, sector, month, ever, of_year, in_month
    from served

    union all

    select 'members_joined' as metric, part, region, 'all' as sector, month, joined as ever, joined as of_year, joined as in_month
    from joined_by

    union all

    select 'service_persontimes' as metric, part, region, 'all' as sector, month, times as ever, times as of_year, times as in_month
    from served_by

)

select
    cast(region_paths.ancestor as bigint) as place,
    cells.number + changes.month as cell,

    cast(changes.ever as bigint) as ever,
    cast(changes.of_year as bigint) as of_year,
    cast(changes.in_month as bigint) as in_month

from changes
join cells
    on cells.sector = changes.sector
    and cells.metric = changes.metric
    and cells.part = changes.part
join region_paths
    on region_paths.region = case when length(changes.region) = 12 then substr(changes.region, 1, 9) else changes.region end
    and region_paths.steps = case when length(region_paths.region) = 9 then 1 else 0 end
