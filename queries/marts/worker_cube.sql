-- worker_cube
-- Grain:   one row per metric, part, region (nation to county), sector (or all) and month in which the value changes.
-- Answers: by how much does a value that is counted from workers change in a region, of all time, of the year, in the month?
-- Reads:   cells, region_paths, roaming_served, worker_changes
-- Source:  contract, section 3. A stock is the running sum of `ever`; the months of `of_year` since January add up to the year.
with

places as (

    select
        cast(region as bigint) as place,
        steps as depth

    from region_paths
    where ancestor = '000000'
        and length(region) = 6

),

parents as (

    select
        cast(region as bigint) as place,
        cast(ancestor as bigint) as parent

    from region_paths
    where steps = 1
        and length(region) = 6

),

summed_up as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from worker_changes
    group by place, cell

),

own as (

    select summed_up.place, places.depth, summed_up.cell, summed_up.ever, summed_up.of_year, summed_up.in_month
    from summed_up
    join places
        on places.place = summed_up.place

),

-- from the deepest regions up: each step adds up what the one below it made
second as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select place, cell, ever, of_year, in_month
        from own
        where depth = 2

        union all

        select parents.parent as place, own.cell, own.ever, own.of_year, own.in_month
        from own
        join parents
            on parents.place = own.place
        where own.depth = 3
    ) as both_depths
    group by place, cell

),

first as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select place, cell, ever, of_year, in_month
        from own
        where depth = 1

        union all

        select parents.parent as place, second.cell, second.ever, second.of_year, second.in_month
        from second
        join parents
            on parents.place = second.place
    ) as both_depths
    group by place, cell

),

nation as (

    select
        cast(0 as bigint) as place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select cell, ever, of_year, in_month
        from first

        union all

        select cell, ever, of_year, in_month
        from own
        where depth = 0
    ) as both_depths
    group by cell

),

by_sector as (

    select place, cell, ever, of_year, in_month
    from own
    where depth = 3

    union all

    select place, cell, ever, of_year, in_month
    from second

    union all

    select place, cell, ever, of_year, in_month
    from first

    union all

    select place, cell, ever, of_year, in_month
    from nation

),

roaming as (

    select
        cast(roaming_served.region as bigint) as place,
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

-- of all sectors: the cell without its sector
added as (

    select by_sector.place, both_sectors.cell, by_sector.ever, by_sector.of_year, by_sector.in_month
    from by_sector
    cross join unnest(array[by_sector.cell, case when by_sector.cell < 10000000 then mod(by_sector.cell, 1000000) end]) as both_sectors (cell)
    where both_sectors.cell is not null

    union all

    select place, cell, ever, of_year, in_month
    from roaming

),

summed as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from added
    group by place, cell

)

select
    cells.metric,
    cells.part,
    lpad(cast(summed.place as varchar), 6, '0') as region,
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
