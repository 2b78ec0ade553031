-- served
-- Grain:   one row per region, sector (or all), span and month in which more workers were served for the first time in that span.
-- Answers: how many workers received their first service of all time, of the year or of the month?
-- Reads:   region_paths, stg_events
-- Source:  沪工总基〔2021〕141号 一（二）; contract, section 3 (workers_served)
with

visits as (

    select distinct
        worker,
        case when length(region) = 12 then substr(region, 1, 9) else region end as place,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month

    from stg_events
    where type = 'service.delivered'
        and worker is not null

),

seen as (

    select distinct
        visits.worker,
        region_paths.ancestor as region,
        sectors.sector,
        visits.month

    from visits
    join region_paths
        on region_paths.region = visits.place
        and region_paths.ancestor_level in ('nation', 'province', 'prefecture', 'county')
    cross join unnest(array[visits.sector, 'all']) as sectors (sector)

),

-- one pass tells all three spans: the first month ever, the first of each year, and every month
ranked as (

    select
        region,
        sector,
        month,

        row_number() over (partition by worker, region, sector order by month) as turn,
        row_number() over (partition by worker, region, sector, month - mod(month, 12) order by month) as turn_of_year

    from seen

)

select
    region,
    sector,
    month,

    count(*) filter (where turn = 1) as first_ever,
    count(*) filter (where turn_of_year = 1) as first_of_year,
    count(*) as in_month

from ranked
group by region, sector, month
order by region, sector, month
