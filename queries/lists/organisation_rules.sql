-- organisation_rules
-- Grain:   one row per rule of building unions and enterprise, station, union or mechanism that deserves a look.
-- Answers: which units are due to found a union, which cells have workers and none, which stations lack a manager, which groups a chief?
-- Reads:   blank_cells, enterprise_marks, enterprise_states, enterprise_timelines, live_unions, station_states, stg_events
-- Source:  沪工总基〔2021〕141号 二（一）, 附件3 一.2; 陕工函〔2021〕28号 三（六） (rules R09, R13 to R19, R28 of the seeds map)
with

enterprises as (

    select enterprise_id, name, kind, region, sector, occurred_on as since
    from enterprise_states
    where ended_on is null

),

own as (

    select enterprise_id, min(since) as since
    from live_unions
    where is_own
    group by enterprise_id

),

stations as (

    select station_id, enterprise_id, region, sector, union_id, area_union_id, occurred_on as since
    from station_states
    where ended_on is null

),

station_unions as (

    select distinct station_id
    from live_unions
    where station_id is not null

),

links as (

    select distinct enterprise_id, parent_id
    from stg_events
    where type = 'enterprise.linked'

),

below as (

    select links.parent_id, enterprises.enterprise_id, enterprises.kind, enterprises.region, enterprises.sector, enterprises.since, own.since as unionized_on
    from links
    join enterprises
        on enterprises.enterprise_id = links.enterprise_id
    left join own
        on own.enterprise_id = links.enterprise_id

),

publicity as (

    select enterprise_id, max(occurred_on) as latest_on
    from stg_events
    where type = 'activity.held'
        and enterprise_id is not null
    group by enterprise_id

),

found as (

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

    select
        'R13' as rule, region, sector, station_id as subject, coalesce(union_id, area_union_id) as other, since,
        cast(null as integer) as since_month, 1 as items
    from stations
    where union_id is null
        or area_union_id is null

    union all

    select
        'R14' as rule, stations_of.region, stations_of.sector, stations_of.union_id as subject, stations_of.parent_union_id as other, stations_of.since,
        cast(null as integer) as since_month, 1 as items
    from live_unions as stations_of
    left join live_unions as parents
        on parents.union_id = stations_of.parent_union_id
    where stations_of.form in ('station_branch', 'union_group')
        and coalesce(parents.form, '') not in ('small_two_level', 'joint_union')

    union all

    select
        'R15' as rule, enterprises.region, enterprises.sector, enterprises.enterprise_id as subject, cast(null as varchar) as other,
        min(own.since) as since, cast(null as integer) as since_month, count(*) as items
    from enterprises
    join own
        on own.enterprise_id = enterprises.enterprise_id
    join below
        on below.parent_id = enterprises.enterprise_id
    where enterprises.kind = 'head'
        and below.unionized_on is null
    group by enterprises.region, enterprises.sector, enterprises.enterprise_id

    union all

    select
        'R16' as rule, below.region, below.sector, below.enterprise_id as subject, below.parent_id as other, own.since,
        cast(null as integer) as since_month, 1 as items
    from below
    join own
        on own.enterprise_id = below.parent_id
    where below.unionized_on is null

    union all

    select
        'R17' as rule, enterprises.region, enterprises.sector, enterprises.enterprise_id as subject, cast(null as varchar) as other,
        cast(null as date) as since, enterprise_marks.since_month, 1 as items
    from enterprises
    join enterprise_marks
        on enterprise_marks.enterprise_id = enterprises.enterprise_id
        and enterprise_marks.mark = 'party'
    left join own
        on own.enterprise_id = enterprises.enterprise_id
    where own.enterprise_id is null

    union all

    select
        'R18' as rule, enterprises.region, enterprises.sector, enterprises.enterprise_id as subject, cast(null as varchar) as other, own.since,
        cast(null as integer) as since_month, 1 as items
    from enterprises
    join own
        on own.enterprise_id = enterprises.enterprise_id
    left join enterprise_marks
        on enterprise_marks.enterprise_id = enterprises.enterprise_id
        and enterprise_marks.mark = 'party'
    left join publicity
        on publicity.enterprise_id = enterprises.enterprise_id
        and publicity.latest_on >= own.since
    where enterprise_marks.enterprise_id is null
        and publicity.enterprise_id is null

    union all

    select
        'R19' as rule, stations.region, stations.sector, stations.station_id as subject, stations.enterprise_id as other, stations.since,
        cast(null as integer) as since_month, 1 as items
    from stations
    join enterprises
        on enterprises.enterprise_id = stations.enterprise_id
    left join station_unions
        on station_unions.station_id = stations.station_id
    where enterprises.kind = 'station_managed'
        and station_unions.station_id is null

    union all

    select
        'blank_cell' as rule, region, sector, sector as subject, cast(null as varchar) as other, cast(null as date) as since,
        max(month) as since_month, 1 as items
    from blank_cells
    group by region, sector
    having sum(change) > 0

    union all

    select
        'R28' as rule, region, sector, source as subject, id as other, occurred_on as since, cast(null as integer) as since_month, 1 as items
    from stg_events
    where type = 'mechanism.established'
        and kind = 'leading_group'
        and coalesce(head, '') <> 'chief'

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

from found
order by rule, region, sector, subject, other, since
