-- worker_cube
-- Grain:   one row per metric, region (nation to county), sector (or all) and month in which the value changes.
-- Answers: by how much does a value that is counted from workers change in a region, of all time, of the year, in the month?
-- Reads:   region_paths, roaming_served, worker_changes
-- Source:  contract, section 3. A stock is the running sum of `ever`; the months of `of_year` since January add up to the year.
with

-- the county of a township; who names a region above counties stays there
places as (

    select
        below.region,
        below.steps,
        depths.region as place,
        depths.steps as depth

    from region_paths as below
    join region_paths as depths
        on depths.region = below.ancestor
        and depths.ancestor = '000000'
    where (length(below.region) = 6 and below.steps = 0)
        or (length(below.region) = 9 and below.steps = 1)

),

parents as (

    select region, ancestor as parent
    from region_paths
    where steps = 1
        and length(region) = 6

),

own as (

    select
        worker_changes.metric,
        places.place as region,
        places.depth,
        worker_changes.sector,
        worker_changes.month,

        cast(sum(worker_changes.ever) as bigint) as ever,
        cast(sum(worker_changes.of_year) as bigint) as of_year,
        cast(sum(worker_changes.in_month) as bigint) as in_month

    from worker_changes
    join places
        on places.region = case
            when length(worker_changes.region) = 12 then substr(worker_changes.region, 1, 9)
            else worker_changes.region
        end
    group by worker_changes.metric, places.place, places.depth, worker_changes.sector, worker_changes.month

),

-- from the deepest regions up: each step adds up what the one below it made
second as (

    select
        metric,
        region,
        sector,
        month,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select metric, region, sector, month, ever, of_year, in_month
        from own
        where depth = 2

        union all

        select own.metric, parents.parent as region, own.sector, own.month, own.ever, own.of_year, own.in_month
        from own
        join parents
            on parents.region = own.region
        where own.depth = 3
    ) as both_depths
    group by metric, region, sector, month

),

first as (

    select
        metric,
        region,
        sector,
        month,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select metric, region, sector, month, ever, of_year, in_month
        from own
        where depth = 1

        union all

        select second.metric, parents.parent as region, second.sector, second.month, second.ever, second.of_year, second.in_month
        from second
        join parents
            on parents.region = second.region
    ) as both_depths
    group by metric, region, sector, month

),

by_sector as (

    select metric, region, sector, month, ever, of_year, in_month
    from own
    where depth = 3

    union all

    select metric, region, sector, month, ever, of_year, in_month
    from second

    union all

    select metric, region, sector, month, ever, of_year, in_month
    from first

    union all

    select metric, '000000' as region, sector, month, ever, of_year, in_month
    from first

    union all

    select metric, region, sector, month, ever, of_year, in_month
    from own
    where depth = 0

),

added as (

    select metric, region, sector, month, ever, of_year, in_month
    from by_sector

    union all

    select metric, region, 'all' as sector, month, ever, of_year, in_month
    from by_sector

    union all

    select 'workers_served' as metric, region, sector, month, ever, of_year, in_month
    from roaming_served

),

summed as (

    select
        metric,
        region,
        sector,
        month,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from added
    group by metric, region, sector, month

)

select
    metric,
    '' as part,
    region,
    sector,
    cast(month as integer) as month,

    ever,
    of_year,
    in_month

from summed
where ever <> 0
    or of_year <> 0
    or in_month <> 0
order by region, sector, metric, part, month
