-- street_served
-- Grain:   one row per region (township, or county and prefecture above it), sector (or all) and month of services.
-- Key:     region, sector, month
-- Answers: how many workers were served in a township, and how many of a county only where a township is named?
-- Reads:   region_paths, visits
-- Source:  contract, section 5 (Streets). A county and a prefecture have rows of workers who were served in a township.
with

-- in months and sectors, and in all sectors together
visited as (

    select
        visits.worker,
        region_paths.ancestor as region,
        sectors.sector,
        visits.month,
        length(visits.region) = 9 as names_street

    from visits
    join region_paths
        on region_paths.region = visits.region
        and region_paths.ancestor_level in ('township', 'county', 'prefecture')
    cross join unnest(array[visits.sector, 'all']) as sectors (sector)
    where visits.worker in (select worker from visits where length(region) = 9)

),

seen as (

    select worker, region, sector, month, 1 as sign
    from visited
    group by worker, region, sector, month

    union all

    -- who was served there without a township as well is not missing
    select worker, region, sector, month, -1 as sign
    from visited
    where not names_street
    group by worker, region, sector, month

),

ranked as (

    select
        region,
        sector,
        month,
        sign,

        row_number() over (partition by worker, region, sector, sign order by month) as visit_number,
        row_number() over (
            partition by worker, region, sector, sign, month - mod(month, 12) order by month
        ) as visit_number_of_year

    from seen

)

select
    region,
    sector,
    month,

    sum(case when visit_number = 1 then sign else 0 end) as ever,
    sum(case when visit_number_of_year = 1 then sign else 0 end) as of_year,
    sum(sign) as in_month

from ranked
group by region, sector, month
