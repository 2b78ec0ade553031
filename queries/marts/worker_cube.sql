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

-- a cell counts in itself, and in that of all sectors
counted_cells as (

    select number, number as counted_number
    from cells

    union all

    select number, total_number as counted_number
    from cells
    where total_number <> number

),

-- added up once: summing by sector first, and the sectors then, takes half as long again
changes as (

    select
        regions.ancestor_key as region_key,
        counted_cells.counted_number + mod(worker_changes.cell, 100000) as cell,
        worker_changes.ever,
        worker_changes.of_year,
        worker_changes.in_month

    from worker_changes
    join regions
        on regions.region_key = worker_changes.region_key
    join counted_cells
        on counted_cells.number = worker_changes.cell - mod(worker_changes.cell, 100000)

    union all

    select
        cast(roaming_served.region as bigint) as region_key,
        cells.number + roaming_served.month as cell,
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

    from changes
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
-- this is the order of region, sector, metric, part and month, and numbers sort faster
order by summed.region_key, summed.cell
