-- worker_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which something about workers changes there.
-- Answers: by how much do members, joins, leaves, services and workers served change, of all time, of the year, in the month?
-- Reads:   memberships, stg_events, visits
-- Source:  contract, section 3. A stock changes for all time only; of a flow all three are the same. Parts of joins (by path and channel)
--          and of services (by kind, at a site, for others than members) count in all sectors together.
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
        count(left_on) as members_left

    from memberships
    where to_month is not null
    group by region, sector, to_month

),

joined_by as (

    select
        memberships.region,
        part_names.part,
        memberships.from_month as month,

        count(*) as joined

    from memberships
    cross join unnest(array['path=' || memberships.path, 'channel=' || memberships.channel]) as part_names (part)
    where memberships.set_by = 'join'
        and not memberships.was_member
    group by memberships.region, part_names.part, memberships.from_month

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

    select region, sector, month, sum(times) as times
    from kinds
    group by region, sector, month

),

-- kinds, places and people of services
served_by as (

    select
        kinds.region,
        part_names.part,
        kinds.month,

        sum(case part_names.part when 'at_site' then kinds.at_site when 'not_member' then kinds.not_member else kinds.times end) as times

    from kinds
    cross join unnest(array['kind=' || kinds.kind, 'at_site', 'not_member']) as part_names (part)
    group by kinds.region, part_names.part, kinds.month

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
    where times > 0

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(ever as bigint) as ever,
    cast(of_year as bigint) as of_year,
    cast(in_month as bigint) as in_month

from changes
