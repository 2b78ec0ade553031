-- roaming_served
-- Grain:   one row per region (nation to county), sector (or all) and month in which roaming workers were served.
-- Key:     region, sector, month
-- Answers: how many workers of several regions or sectors had their first service of all time, the year, the month?
-- Reads:   region_paths, visits
-- Source:  沪工总基〔2021〕141号 一（二）; contract, section 3 (workers_served)
with

-- who is served in two counties is one worker of the province: each region counts for itself and is not a sum
seen as (

    select distinct
        visits.worker,
        region_paths.ancestor as region,
        sectors.sector,
        visits.month

    from visits
    join region_paths
        on region_paths.region = visits.region
        and region_paths.ancestor_level in ('nation', 'province', 'prefecture', 'county')
    cross join unnest(array[visits.sector, 'all']) as sectors (sector)
    where visits.is_roaming

),

ranked as (

    select
        region,
        sector,
        month,

        row_number() over (partition by worker, region, sector order by month) as visit_number,
        row_number() over (
            partition by worker, region, sector, month - mod(month, 12) order by month
        ) as visit_number_of_year

    from seen

)

select
    region,
    sector,
    month,

    sum(case when visit_number = 1 then 1 else 0 end) as ever,
    sum(case when visit_number_of_year = 1 then 1 else 0 end) as of_year,
    count(*) as in_month

from ranked
group by region, sector, month
