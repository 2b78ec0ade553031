-- flow_changes
-- Grain:   one row per metric, region of the event, sector and month in which something happened.
-- Answers: how much of each thing that can be added up happened, where and when?
-- Reads:   memberships, stg_events, union_states
-- Source:  contract, section 3
with

happenings as (

    select
        'service_persontimes' as metric,
        region,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,

        case when worker is not null then 1 else cast("count" as bigint) end as amount

    from stg_events
    where type = 'service.delivered'

    union all

    select 'members_joined' as metric, region, sector, from_month as month, 1 as amount
    from memberships
    where set_by = 'join'
        and not was_member

    union all

    select 'members_transferred' as metric, region, sector, from_month as month, 1 as amount
    from memberships
    where set_by = 'transfer'
        and was_member

    union all

    select 'members_left' as metric, region, sector, to_month as month, 1 as amount
    from memberships
    where left_on is not null

    union all

    select 'unions_established' as metric, region, sector, from_month as month, 1 as amount
    from union_states
    where not was_open

)

select
    metric,
    region,
    sector,
    month,

    cast(sum(amount) as bigint) as amount

from happenings
group by metric, region, sector, month
order by metric, region, sector, month
