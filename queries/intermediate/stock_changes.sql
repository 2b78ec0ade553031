-- stock_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which a stock changes there.
-- Key:     metric, part, region, sector?, month
-- Answers: by how much did each count of existing entities change, where and when?
-- Reads:   blank_cells, enterprise_timelines, part_changes, site_states, station_timelines, transfers_due, union_states
-- Source:  contract, section 3
with

periods as (

    select 'unions' as metric, region, sector, from_month, to_month
    from union_states

    union all

    select metrics.metric, region, sector, from_month, to_month
    from enterprise_timelines
    cross join unnest(array[
        'enterprises',
        case when is_unionized then 'enterprises_unionized' end,
        case when is_covered then 'enterprises_covered' end,
        case when kind = 'head' then 'head_enterprises' end,
        case when kind = 'head' and is_unionized then 'head_enterprises_unionized' end,
        case when is_due then 'units_due' end
    ]) as metrics (metric)
    where metrics.metric is not null

    union all

    select metrics.metric, region, sector, from_month, to_month
    from station_timelines
    cross join unnest(array['stations', case when is_unionized then 'stations_unionized' end]) as metrics (metric)
    where metrics.metric is not null

    union all

    select metrics.metric, region, sector, from_month, to_month
    from site_states
    cross join unnest(array['sites', case when kind = 'driver_home' then 'driver_homes' end]) as metrics (metric)
    where metrics.metric is not null

),

changes as (

    select metric, '' as part, region, sector, from_month as month, 1 as change
    from periods

    union all

    select metric, '' as part, region, sector, to_month as month, -1 as change
    from periods
    where to_month is not null

    union all

    select metric, part, region, sector, month, change
    from part_changes

    union all

    select 'transfers_due' as metric, '' as part, region, sector, month, change
    from transfers_due

    union all

    select 'blank_cells' as metric, '' as part, region, sector, month, change
    from blank_cells

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from changes
group by metric, part, region, sector, month
order by metric, part, region, sector, month
