-- worker_changes
-- Grain:   one row per metric, region of the event, sector and month in which something about workers changes there.
-- Answers: by how much do members, joins, leaves, services and workers served change, of all time, of the year, in the month?
-- Reads:   memberships, stg_events, visits
-- Source:  contract, section 3. A stock changes for all time only; of a flow all three are the same.
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

services as (

    select
        region,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,

        count(*) as times

    from stg_events
    where type = 'service.delivered'
        and worker is not null
    group by region, sector, year(occurred_on) * 12 + month(occurred_on) - 1

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

    select 'members' as metric, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from members

    union all

    select 'members_joined' as metric, region, sector, month, joined as ever, joined as of_year, joined as in_month
    from begun
    where joined > 0

    union all

    select 'members_transferred' as metric, region, sector, month, transferred as ever, transferred as of_year, transferred as in_month
    from begun
    where transferred > 0

    union all

    select 'members_left' as metric, region, sector, month, members_left as ever, members_left as of_year, members_left as in_month
    from ended
    where members_left > 0

    union all

    select 'service_persontimes' as metric, region, sector, month, times as ever, times as of_year, times as in_month
    from services

    union all

    select 'workers_served' as metric, region, sector, month, ever, of_year, in_month
    from served

)

select
    metric,
    region,
    sector,
    month,

    cast(ever as bigint) as ever,
    cast(of_year as bigint) as of_year,
    cast(in_month as bigint) as in_month

from changes
