-- worker_cube
-- Grain:   one row per metric, region (nation to county), sector (or all) and month in which the value changes.
-- Answers: by how much does a value that is counted from workers change in a region, of all time, of the year, in the month?
-- Reads:   region_paths, roaming_served, worker_changes
-- Source:  contract, section 3. A stock is the running sum of `ever`; the months of `of_year` since January add up to the year.
with

-- engines group and sort by numbers several times faster than by text: a region is its code as a number, and sector, metric and
-- month are one number, in the order of their names
sector_numbers as (

    select *
    from (values
        ('all', 0), ('courier', 1000000), ('food_delivery', 2000000), ('freight', 3000000), ('other', 4000000), ('ride_hailing', 5000000)
    ) as numbered (sector, number)

),

metric_numbers as (

    select *
    from (values
        ('members', 0), ('members_joined', 100000), ('members_left', 200000), ('members_transferred', 300000),
        ('service_persontimes', 400000), ('workers_served', 500000)
    ) as numbered (metric, number)

),

-- the county of a township; who names a region above counties stays there
places as (

    select
        below.region,
        cast(depths.region as bigint) as place,
        depths.steps as depth

    from region_paths as below
    join region_paths as depths
        on depths.region = below.ancestor
        and depths.ancestor = '000000'
    where (length(below.region) = 6 and below.steps = 0)
        or (length(below.region) = 9 and below.steps = 1)

),

parents as (

    select
        cast(region as bigint) as place,
        cast(ancestor as bigint) as parent

    from region_paths
    where steps = 1
        and length(region) = 6

),

own as (

    select
        places.place,
        places.depth,
        sector_numbers.number + metric_numbers.number + worker_changes.month as cell,

        cast(sum(worker_changes.ever) as bigint) as ever,
        cast(sum(worker_changes.of_year) as bigint) as of_year,
        cast(sum(worker_changes.in_month) as bigint) as in_month

    from worker_changes
    join places
        on places.region = case
            when length(worker_changes.region) = 12 then substr(worker_changes.region, 1, 9)
            else worker_changes.region
        end
    join sector_numbers
        on sector_numbers.sector = worker_changes.sector
    join metric_numbers
        on metric_numbers.metric = worker_changes.metric
    group by places.place, places.depth, sector_numbers.number + metric_numbers.number + worker_changes.month

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
        sector_numbers.number + metric_numbers.number + roaming_served.month as cell,
        roaming_served.ever,
        roaming_served.of_year,
        roaming_served.in_month

    from roaming_served
    join sector_numbers
        on sector_numbers.sector = roaming_served.sector
    join metric_numbers
        on metric_numbers.metric = 'workers_served'

),

-- of all sectors: the cell without its sector
added as (

    select place, cell, ever, of_year, in_month
    from by_sector

    union all

    select place, mod(cell, 1000000) as cell, ever, of_year, in_month
    from by_sector

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
    metric_numbers.metric,
    '' as part,
    lpad(cast(summed.place as varchar), 6, '0') as region,
    sector_numbers.sector,
    cast(mod(summed.cell, 100000) as integer) as month,

    summed.ever,
    summed.of_year,
    summed.in_month

from summed
join sector_numbers
    on sector_numbers.number = summed.cell - mod(summed.cell, 1000000)
join metric_numbers
    on metric_numbers.number = mod(summed.cell, 1000000) - mod(summed.cell, 100000)
where summed.ever <> 0
    or summed.of_year <> 0
    or summed.in_month <> 0
order by summed.place, summed.cell
