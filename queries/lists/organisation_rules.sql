-- organisation_rules
-- Grain:   one row per rule of building unions and enterprise, station, union or mechanism that deserves a look.
-- Key:     rule, region?, sector?, subject, other?, since?
-- Answers: which units are due to found a union, which cells have none, which stations lack a manager, groups a chief?
-- Reads:   blank_cells, enterprise_findings, enterprise_timelines, live_enterprises, live_stations, live_unions, stg_mechanism_events
-- Source:  沪工总基〔2021〕141号 二（一）, 附件3 一.2; 陕工函〔2021〕28号 三（六） (rules R09, R13 to R19, R28 of the requirements)
with

findings as (

    select
        'R09' as rule,
        enterprise_timelines.region,
        enterprise_timelines.sector,
        enterprise_timelines.enterprise_id as subject,
        cast(null as varchar) as other,
        cast(null as date) as since,
        enterprise_timelines.from_month as since_month,
        1 as items

    from enterprise_timelines
    where is_due
        and to_month is null

    union all

    select rule, region, sector, subject, other, since, since_month, items
    from enterprise_findings

    union all

    select
        'R13' as rule, region, sector, station_id as subject, coalesce(union_id, area_union_id) as other, since,
        cast(null as integer) as since_month, 1 as items
    from live_stations
    where union_id is null
        or area_union_id is null

    union all

    select
        'R14' as rule, stations_of.region, stations_of.sector, stations_of.union_id as subject,
        stations_of.parent_union_id as other,
        stations_of.since,
        cast(null as integer) as since_month, 1 as items
    from live_unions as stations_of
    left join live_unions as parents
        on parents.union_id = stations_of.parent_union_id
    where stations_of.form in ('station_branch', 'union_group')
        and coalesce(parents.form, '') not in ('small_two_level', 'joint_union')

    union all

    select
        'R19' as rule, live_stations.region, live_stations.sector, live_stations.station_id as subject,
        live_stations.enterprise_id as other,
        case
            when live_enterprises.since > live_stations.since then live_enterprises.since
            else live_stations.since
        end as since,
        cast(null as integer) as since_month, 1 as items
    from live_stations
    join live_enterprises
        on live_enterprises.enterprise_id = live_stations.enterprise_id
    where live_enterprises.kind = 'station_managed'
        and not live_stations.is_unionized

    union all

    select
        'blank_cell' as rule, region, sector, sector as subject, cast(null as varchar) as other,
        cast(null as date) as since,
        max(month) as since_month, 1 as items
    from blank_cells
    group by region, sector
    having sum(change) > 0

    union all

    select
        'R28' as rule, region, sector, source as subject, id as other,
        occurred_on as since, cast(null as integer) as since_month, 1 as items
    from stg_mechanism_events
    where kind = 'leading_group'
        and head <> 'chief'

)

select
    rule,
    region,
    sector,
    subject,
    other,
    since,
    cast(since_month as integer) as since_month,
    cast(items as bigint) as items

from findings
order by rule, region, sector, subject, other, since
