-- worker_cube
-- Grain:   one row per metric, part, region (nation to county), sector (or all) and month in which the value changes.
-- Key:     metric, part, region, sector, month
-- Answers: by how much does a value that is counted from workers change in a region, ever, of the year, in the month?
-- Reads:   cells, region_paths, roaming_served, worker_changes
-- Source:  contract, section 3. A stock is the running sum of `ever`; the months of `of_year` since January add up
--          to the year.
with

regions as (

    select cast(region as bigint) as region_key, cast(ancestor as bigint) as ancestor_key
    from region_paths
    where length(region) = 6

),

by_sector as (

    select
        regions.ancestor_key as region_key,
        worker_changes.cell,

        cast(sum(worker_changes.ever) as bigint) as ever,
        cast(sum(worker_changes.of_year) as bigint) as of_year,
        cast(sum(worker_changes.in_month) as bigint) as in_month

    from worker_changes
    join regions
        on regions.region_key = worker_changes.region_key
    group by regions.ancestor_key, worker_changes.cell

),

-- the cell of a sector, and that of all sectors
with_totals as (

    select both_cells.cell, by_sector.region_key, by_sector.ever, by_sector.of_year, by_sector.in_month
    from by_sector
    join cells
        on cells.number = by_sector.cell - mod(by_sector.cell, 100000)
    cross join unnest(array[
        by_sector.cell,
        case when cells.number <> cells.total_number then by_sector.cell - cells.number + cells.total_number end
    ]) as both_cells (cell)
    where both_cells.cell is not null

    union all

    select
        cells.number + roaming_served.month as cell,
        cast(roaming_served.region as bigint) as region_key,
        roaming_served.ever,
        roaming_served.of_year,
        roaming_served.in_month

    from roaming_served
    join cells
        on cells.sector = roaming_served.sector
        and cells.metric = 'workers_served'
        and cells.part = ''

),

summed as (

    select
        region_key,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from with_totals
    group by region_key, cell

)

select
    cells.metric,
    cells.part,
    lpad(cast(summed.region_key as varchar), 6, '0') as region,
    cells.sector,
    cast(mod(summed.cell, 100000) as integer) as month,

    summed.ever,
    summed.of_year,
    summed.in_month

from summed
join cells
    on cells.number = summed.cell - mod(summed.cell, 100000)
where summed.ever <> 0
    or summed.of_year <> 0
    or summed.in_month <> 0
order by region, sector, metric, part, month
