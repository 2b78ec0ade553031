-- visits
-- Grain:   one row per worker, place (county or above), sector and month with a service.
-- Answers: where and in which months was each worker served, and always in the same place and sector?
-- Reads:   stg_events
-- Source:  contract, section 3 (workers_served)
with

served as (

    select
        worker,
        case when length(region) = 12 then substr(region, 1, 9) else region end as place,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month

    from stg_events
    where type = 'service.delivered'
        and worker is not null

),

months as (

    select worker, place, sector, month
    from served
    group by worker, place, sector, month

)

select
    worker,
    place,
    sector,
    month,

    lag(month) over (partition by worker order by month, place, sector) as previous_month,
    min(place) over (partition by worker) <> max(place) over (partition by worker)
        or min(sector) over (partition by worker) <> max(sector) over (partition by worker) as is_roaming

from months
