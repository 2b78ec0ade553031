-- worker_changes
-- Grain:   one row per region (county, or one above that events name) and cell (sector, metric, part and month).
-- Key:     region_key, cell
-- Answers: by how much do members, joins, leaves, services and workers served change, ever, of the year, in the month?
-- Reads:   cells, member_changes, region_paths, service_changes, visits
-- Source:  contract, section 3. A stock changes for all time only; of a flow all three are the same. The region's
--          key is its code as a number.
with

-- who is always served in one region and sector counts alike in every region above it
served as (

    select
        region,
        sector,
        month,

        count(*) filter (where previous_month is null) as ever,
        count(*) filter (where previous_month is null or previous_month < month - mod(month, 12)) as of_year,
        count(*) as in_month

    from visits
    where not is_roaming
    group by region, sector, month

),

changes as (

    select metric, part, region, sector, month, change as ever, 0 as of_year, 0 as in_month
    from member_changes
    where metric = 'members'

    union all

    select metric, part, region, sector, month, change as ever, change as of_year, change as in_month
    from member_changes
    where metric <> 'members'

    union all

    select
        'service_persontimes' as metric, part, region, sector, month,
        change as ever, change as of_year, change as in_month
    from service_changes

    union all

    select 'workers_served' as metric, '' as part, region, sector, month, ever, of_year, in_month
    from served

)

select
    cast(region_paths.ancestor as bigint) as region_key,
    cells.number + changes.month as cell,

    cast(sum(changes.ever) as bigint) as ever,
    cast(sum(changes.of_year) as bigint) as of_year,
    cast(sum(changes.in_month) as bigint) as in_month

from changes
join cells
    on cells.sector = changes.sector
    and cells.metric = changes.metric
    and cells.part = changes.part
join region_paths
    on region_paths.region = case
        when length(changes.region) = 12 then substr(changes.region, 1, 9)
        else changes.region
    end
    and region_paths.steps = case when length(region_paths.region) = 9 then 1 else 0 end
group by cast(region_paths.ancestor as bigint), cells.number + changes.month
