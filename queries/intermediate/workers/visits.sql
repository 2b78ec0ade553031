-- visits
-- Grain:   one row per worker, region (township or above), sector and month with a service.
-- Key:     worker, region, sector, month
-- Answers: where and in which months was each worker served, and always in the same region and sector?
-- Reads:   stg_service_events
-- Source:  contract, section 3 (workers_served). Roaming is who is served in several regions or sectors.
with

months as (

    select worker, known_region as region, sector, month
    from stg_service_events
    group by worker, known_region, sector, month

)

select
    worker,
    region,
    sector,
    month,

    lag(month) over (partition by worker order by month, region, sector) as previous_month,
    min(region) over (partition by worker) <> max(region) over (partition by worker)
        or min(sector) over (partition by worker) <> max(sector) over (partition by worker) as is_roaming

from months
