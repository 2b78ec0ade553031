-- street_cube
-- Grain:   one row per metric, part, region (township, or county and prefecture above it), sector (or all) and month.
-- Key:     metric, part, region, sector, month
-- Answers: by how much does a value change in a township, and how much of a county's is due to its townships?
-- Reads:   flow_changes, region_paths, stock_changes, street_changes
-- Source:  contract, section 5 (Streets). Only events that name a township have rows here. The value of a county less
--          its rows here is 'no street named'. Workforce and blank cells are no sums of townships and are not counted.
with

streets as (

    select region as street, ancestor
    from region_paths
    where length(region) = 9
        and ancestor_level in ('township', 'county', 'prefecture')

),

changes as (

    select metric, part, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from stock_changes
    where length(region) >= 9

    union all

    select metric, part, region, sector, month, amount as ever, amount as of_year, amount as in_month
    from flow_changes
    where length(region) >= 9

),

of_things as (

    select
        changes.metric,
        changes.part,
        streets.ancestor as region,
        sectors.sector,
        changes.month,
        changes.ever,
        changes.of_year,
        changes.in_month

    from changes
    join streets
        on streets.street = substr(changes.region, 1, 9)
    cross join unnest(array[changes.sector, 'all']) as sectors (sector)
    where sectors.sector is not null

),

everything as (

    select metric, part, region, sector, month, ever, of_year, in_month
    from of_things

    union all

    select metric, part, region, sector, month, ever, of_year, in_month
    from street_changes

)

select
    metric,
    part,
    region,
    sector,
    cast(month as integer) as month,

    cast(sum(ever) as bigint) as ever,
    cast(sum(of_year) as bigint) as of_year,
    cast(sum(in_month) as bigint) as in_month

from everything
group by metric, part, region, sector, month
having sum(ever) <> 0
    or sum(of_year) <> 0
    or sum(in_month) <> 0
order by region, sector, metric, part, month
