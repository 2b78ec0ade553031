-- part_changes
-- Grain:   one row per metric, part, region, sector and month in which that part of a stock changes there.
-- Key:     metric, part, region, sector?, month
-- Answers: of what are unions, enterprises, stations, sites and agreements made up, where and since when?
-- Reads:   agreement_states, enterprise_marks, enterprise_timelines, site_parts, station_states, street_sites, union_parts
-- Source:  requirements, section 2 (measures)
with

-- how long an enterprise was linked to another or had a party organisation
marked as (

    select
        enterprise_marks.mark,
        enterprise_timelines.region,
        enterprise_timelines.sector,
        enterprise_timelines.is_unionized,
        case
            when enterprise_marks.since_month > enterprise_timelines.from_month then enterprise_marks.since_month
            else enterprise_timelines.from_month
        end as from_month,
        enterprise_timelines.to_month

    from enterprise_timelines
    join enterprise_marks
        on enterprise_marks.enterprise_id = enterprise_timelines.enterprise_id
        and (enterprise_timelines.to_month is null or enterprise_marks.since_month < enterprise_timelines.to_month)

),

periods as (

    select 'unions' as metric, part, region, sector, from_month, to_month, 1 as amount
    from union_parts

    union all

    select 'sites' as metric, part, region, sector, from_month, to_month, 1 as amount
    from site_parts

    union all

    select 'stations' as metric, 'managed_twice' as part, region, sector, from_month, to_month, 1 as amount
    from station_states
    where union_id is not null
        and area_union_id is not null

    union all

    select metrics.metric, 'kind=' || kind as part, region, sector, from_month, to_month, 1 as amount
    from enterprise_timelines
    cross join unnest(array['enterprises', case when is_unionized then 'enterprises_unionized' end]) as metrics (metric)
    where metrics.metric is not null

    union all

    select metrics.metric, 'linked' as part, region, sector, from_month, to_month, 1 as amount
    from marked
    cross join unnest(array['enterprises', case when is_unionized then 'enterprises_unionized' end]) as metrics (metric)
    where mark = 'linked'
        and metrics.metric is not null

    union all

    select metrics.metric, '' as part, region, sector, from_month, to_month, 1 as amount
    from marked
    cross join unnest(array[
        'party_enterprises',
        case when is_unionized then 'party_enterprises_unionized' else 'party_without_union' end
    ]) as metrics (metric)
    where mark = 'party'

    union all

    select 'agreements' as metric, parts.part, region, sector, from_month, to_month, 1 as amount
    from agreement_states
    cross join unnest(array['', 'kind=' || kind]) as parts (part)

    union all

    select
        'agreements' as metric, 'topic=' || topic_names.topic as part, region, sector, from_month, to_month, 1 as amount
    from agreement_states
    cross join unnest(split(topics, ';')) as topic_names (topic)
    where topics is not null

    union all

    select 'agreements.people' as metric, '' as part, region, sector, from_month, to_month, workers_covered as amount
    from agreement_states
    where workers_covered is not null

),

changes as (

    select metric, part, region, sector, from_month as month, amount as change
    from periods

    union all

    select metric, part, region, sector, to_month as month, -amount as change
    from periods
    where to_month is not null

    union all

    select 'streets_with_site' as metric, '' as part, region, cast(null as varchar) as sector, month, change
    from street_sites

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
having sum(change) <> 0
order by metric, part, region, sector, month
