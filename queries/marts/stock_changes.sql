-- stock_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which a stock changes there.
-- Answers: by how much did each count of things that are there change, where and when?
-- Reads:   blank_cells, enterprise_timelines, part_changes, site_states, station_timelines, transfers_due, union_states
-- Source:  contract, section 3
with

periods as (

    select 'unions' as metric, '' as part, region, sector, from_month, to_month
    from union_states

    union all

    select 'enterprises' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines

    union all

    select 'enterprises_unionized' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines
    where is_unionized

    union all

    select 'enterprises_covered' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines
    where is_covered

    union all

    select 'head_enterprises' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines
    where kind = 'head'

    union all

    select 'head_enterprises_unionized' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines
    where kind = 'head'
        and is_unionized

    union all

    select 'units_due' as metric, '' as part, region, sector, from_month, to_month
    from enterprise_timelines
    where is_due

    union all

    select 'stations' as metric, '' as part, region, sector, from_month, to_month
    from station_timelines

    union all

    select 'stations_unionized' as metric, '' as part, region, sector, from_month, to_month
    from station_timelines
    where is_unionized

    union all

    select 'sites' as metric, '' as part, region, sector, from_month, to_month
    from site_states

    union all

    select 'driver_homes' as metric, '' as part, region, sector, from_month, to_month
    from site_states
    where kind = 'driver_home'

),

changes as (

    select metric, part, region, sector, from_month as month, 1 as change
    from periods

    union all

    select metric, part, region, sector, to_month as month, -1 as change
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
