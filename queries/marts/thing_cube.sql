-- thing_cube
-- Grain:   one row per metric, part, region (nation to county), sector (or all) and month in which the value changes.
-- Key:     metric, part, region, sector, month
-- Answers: by how much does a value that is counted from entities change in a region, ever, of the year, in the month?
-- Reads:   covered_changes, flow_changes, region_paths, stock_changes, workforce_changes
-- Source:  contract, section 3. What has no sector counts in the total only; a report of 0 is a report, and its row
--          stays.
with

regions as (

    select region, ancestor
    from region_paths
    where ancestor_level in ('nation', 'province', 'prefecture', 'county')

),

changes as (

    select metric, part, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from stock_changes

    union all

    select metric, part, region, sector, month, amount as ever, amount as of_year, amount as in_month
    from flow_changes

),

summed as (

    select
        changes.metric,
        changes.part,
        regions.ancestor as region,
        sectors.sector,
        changes.month,

        sum(changes.ever) as ever,
        sum(changes.of_year) as of_year,
        sum(changes.in_month) as in_month

    from changes
    join regions
        on regions.region = case
            when length(changes.region) = 12 then substr(changes.region, 1, 9)
            else changes.region
        end
    cross join unnest(array[changes.sector, 'all']) as sectors (sector)
    where sectors.sector is not null
    group by changes.metric, changes.part, regions.ancestor, sectors.sector, changes.month

),

-- of a report of 0 the row stays
by_basis as (

    select
        reported.metric,
        reported.basis as part,
        reported.region,
        sectors.sector,
        reported.month,

        sum(reported.change) as change

    from (
        select 'workforce' as metric, basis, region, sector, month, change
        from workforce_changes

        union all

        select 'members_covered' as metric, basis, region, sector, month, change
        from covered_changes
    ) as reported
    join regions
        on regions.region = reported.region
        and regions.ancestor = reported.region
    cross join unnest(array[reported.sector, 'all']) as sectors (sector)
    group by reported.metric, reported.basis, reported.region, sectors.sector, reported.month
    having reported.metric = 'workforce'
        or sum(reported.change) <> 0

),

measured as (

    select metric, part, region, sector, month, ever, of_year, in_month
    from summed
    where ever <> 0
        or of_year <> 0
        or in_month <> 0

    union all

    select metric, part, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from by_basis

)

select
    metric,
    part,
    region,
    sector,
    cast(month as integer) as month,

    cast(ever as bigint) as ever,
    cast(of_year as bigint) as of_year,
    cast(in_month as bigint) as in_month

from measured
order by region, sector, metric, part, month
