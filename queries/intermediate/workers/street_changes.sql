-- street_changes
-- Grain:   one row per metric, part, region (township, or county and prefecture above it), sector (or all) and month.
-- Key:     metric, part, region, sector, month
-- Answers: by how much do the counts of workers change in a township, and how much of a county do its townships hold?
-- Reads:   member_changes, region_paths, service_changes, street_served
-- Source:  contract, section 5 (Streets). Only events that name a township have rows here. In a county and a prefecture
--          a row is what would be missing without these events: what is left of the region is 'no street named'.
with

streets as (

    select region as street, ancestor
    from region_paths
    where length(region) = 9
        and ancestor_level in ('township', 'county', 'prefecture')

),

events as (

    select
        metric, part, region, sector, month,
        change as ever, case when metric = 'members' then 0 else change end as flow
    from member_changes
    where length(region) >= 9

    union all

    select 'service_persontimes' as metric, part, region, sector, month, change as ever, change as flow
    from service_changes
    where length(region) >= 9

),

changes as (

    select
        events.metric,
        events.part,
        streets.ancestor as region,
        sectors.sector,
        events.month,
        events.ever,
        events.flow as of_year,
        events.flow as in_month

    from events
    join streets
        on streets.street = substr(events.region, 1, 9)
    cross join unnest(array[events.sector, case when events.sector <> 'all' then 'all' end]) as sectors (sector)
    where sectors.sector is not null

    union all

    select 'workers_served' as metric, '' as part, region, sector, month, ever, of_year, in_month
    from street_served

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(sum(ever) as bigint) as ever,
    cast(sum(of_year) as bigint) as of_year,
    cast(sum(in_month) as bigint) as in_month

from changes
group by metric, part, region, sector, month
having sum(ever) <> 0
    or sum(of_year) <> 0
    or sum(in_month) <> 0
