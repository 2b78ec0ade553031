-- flow_changes
-- Grain:   one row per metric, region of the event, sector and month in which something happened that names no worker.
-- Answers: how many services are told as a count, and how many unions were founded, where and when?
-- Reads:   stg_events, union_states
-- Source:  contract, section 3
with

happenings as (

    select
        'service_persontimes' as metric,
        region,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        cast("count" as bigint) as amount

    from stg_events
    where type = 'service.delivered'
        and worker is null

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
