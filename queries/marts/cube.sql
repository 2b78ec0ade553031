-- cube
-- Grain:   one row per metric, part, region (nation to county), sector (or all), span and month in which the value changes.
-- Answers: what is the value of a core metric for a region and sector at a month end?
-- Reads:   flow_changes, region_paths, served, stock_changes, workforce_changes
-- Source:  contract, section 3. A value holds until the next row; a span of a year begins anew each January, of a month each month.
with

places as (

    select region, ancestor
    from region_paths
    where ancestor_level in ('nation', 'province', 'prefecture', 'county')

),

-- what has no sector counts in the total only
stocks as (

    select
        stock_changes.metric,
        stock_changes.part,
        places.ancestor as region,
        sectors.sector,
        stock_changes.month,

        sum(stock_changes.change) as change

    from stock_changes
    join places
        on places.region = case when length(stock_changes.region) = 12 then substr(stock_changes.region, 1, 9) else stock_changes.region end
    cross join unnest(array[stock_changes.sector, 'all']) as sectors (sector)
    where sectors.sector is not null
    group by stock_changes.metric, stock_changes.part, places.ancestor, sectors.sector, stock_changes.month

),

flows as (

    select
        flow_changes.metric,
        places.ancestor as region,
        sectors.sector,
        flow_changes.month,

        sum(flow_changes.amount) as amount

    from flow_changes
    join places
        on places.region = case when length(flow_changes.region) = 12 then substr(flow_changes.region, 1, 9) else flow_changes.region end
    cross join unnest(array[flow_changes.sector, 'all']) as sectors (sector)
    where sectors.sector is not null
    group by flow_changes.metric, places.ancestor, sectors.sector, flow_changes.month

),

workforces as (

    select
        workforce_changes.basis,
        workforce_changes.region,
        sectors.sector,
        workforce_changes.month,

        sum(workforce_changes.change) as change

    from workforce_changes
    join places
        on places.region = workforce_changes.region
        and places.ancestor = workforce_changes.region
    cross join unnest(array[workforce_changes.sector, 'all']) as sectors (sector)
    group by workforce_changes.basis, workforce_changes.region, sectors.sector, workforce_changes.month

),

measured as (

    select
        metric,
        part,
        region,
        sector,
        'all' as span,
        month,
        sum(change) over (partition by metric, part, region, sector order by month) as value

    from stocks
    where change <> 0

    union all

    -- a report of 0 is a report: its row stays
    select
        'workforce' as metric,
        basis as part,
        region,
        sector,
        'all' as span,
        month,
        sum(change) over (partition by basis, region, sector order by month) as value

    from workforces

    union all

    select
        metric,
        '' as part,
        region,
        sector,
        'all' as span,
        month,
        sum(amount) over (partition by metric, region, sector order by month) as value

    from flows

    union all

    select
        metric,
        '' as part,
        region,
        sector,
        'year' as span,
        month,
        sum(amount) over (partition by metric, region, sector, month - mod(month, 12) order by month) as value

    from flows

    union all

    select metric, '' as part, region, sector, 'month' as span, month, amount as value
    from flows

    union all

    select
        'workers_served' as metric,
        '' as part,
        region,
        sector,
        'all' as span,
        month,
        sum(first_ever) over (partition by region, sector order by month) as value

    from served

    union all

    select
        'workers_served' as metric,
        '' as part,
        region,
        sector,
        'year' as span,
        month,
        sum(first_of_year) over (partition by region, sector, month - mod(month, 12) order by month) as value

    from served

    union all

    select 'workers_served' as metric, '' as part, region, sector, 'month' as span, month, in_month as value
    from served

)

select
    metric,
    part,
    region,
    sector,
    span,
    cast(month as integer) as month,

    cast(value as bigint) as value

from measured
order by metric, part, span, sector, region, month
