-- flow_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which something happened that names no worker.
-- Answers: how many services are told as a count, how many unions were founded and what else was done, where and when?
-- Reads:   act_changes, stg_events, union_parts, union_states
-- Source:  contract, section 3; seeds map, section 2 (measures)
with

counts as (

    select
        region,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        cast("count" as bigint) as amount,
        case when member then null else 'not_member' end as membership,
        member is null as is_untold,
        kind,
        site_id

    from stg_events
    where type = 'service.delivered'
        and worker is null

),

happenings as (

    select 'service_persontimes' as metric, '' as part, region, sector, month, amount
    from counts

    union all

    -- the parts of services and joins count in all sectors together, as in `worker_changes`
    select 'service_persontimes' as metric, 'kind=' || kind as part, region, cast(null as varchar) as sector, month, amount
    from counts

    union all

    select 'service_persontimes' as metric, membership as part, region, cast(null as varchar) as sector, month, amount
    from counts
    where membership is not null
        and not is_untold

    union all

    select 'service_persontimes' as metric, 'at_site' as part, region, cast(null as varchar) as sector, month, amount
    from counts
    where site_id is not null

    union all

    select 'unions_established' as metric, '' as part, region, sector, from_month as month, 1 as amount
    from union_states
    where not was_open

    union all

    select 'unions_established' as metric, part, region, sector, from_month as month, 1 as amount
    from union_parts
    where not was_open

    union all

    select metric, part, region, sector, month, amount
    from act_changes

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(sum(amount) as bigint) as amount

from happenings
group by metric, part, region, sector, month
order by metric, part, region, sector, month
