-- flow_changes
-- Grain:   one row per metric, part, region, sector and month in which something happened that names no worker.
-- Key:     metric, part, region?, sector?, month
-- Answers: how many services are reported as a count, how many unions were founded, what else was done where and when?
-- Reads:   act_changes, stg_service_counts, union_parts, union_states
-- Source:  contract, section 3; requirements, section 2. Parts of services count in all sectors together, as in
--          `worker_changes`.
with

flows as (

    select 'service_persontimes' as metric, '' as part, region, sector, month, services as amount
    from stg_service_counts

    union all

    select
        'service_persontimes' as metric,
        parts.part,
        region,
        cast(null as varchar) as sector,
        month,
        services as amount

    from stg_service_counts
    cross join unnest(array[
        'kind=' || kind,
        case when not is_member then 'not_member' end,
        case when site_id is not null then 'at_site' end
    ]) as parts (part)
    where parts.part is not null

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

from flows
group by metric, part, region, sector, month
order by metric, part, region, sector, month
