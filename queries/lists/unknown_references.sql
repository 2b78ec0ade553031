-- unknown_references
-- Grain:   one row per union, enterprise, station or site that events name and no event opened.
-- Answers: what is named and never recorded itself?
-- Reads:   stg_events
with

named as (

    select enterprise_id as subject, 'enterprise' as thing, source, id, occurred_on, region, sector
    from stg_events
    where enterprise_id is not null

    union all

    select union_id as subject, 'union' as thing, source, id, occurred_on, region, sector
    from stg_events
    where union_id is not null

    union all

    select to_union_id as subject, 'union' as thing, source, id, occurred_on, region, sector
    from stg_events
    where to_union_id is not null

    union all

    select station_id as subject, 'station' as thing, source, id, occurred_on, region, sector
    from stg_events
    where station_id is not null

    union all

    select site_id as subject, 'site' as thing, source, id, occurred_on, region, sector
    from stg_events
    where site_id is not null

),

opened as (

    select distinct
        case type
            when 'enterprise.registered' then enterprise_id
            when 'union.established' then union_id
            when 'station.registered' then station_id
            else site_id
        end as subject,
        split_part(type, '.', 1) as thing

    from stg_events
    where type in ('enterprise.registered', 'union.established', 'station.registered', 'site.opened')

),

unknown as (

    select
        named.*,

        row_number() over (partition by named.thing, named.subject order by named.occurred_on, named.source, named.id) as turn

    from named
    left join opened
        on opened.thing = named.thing
        and opened.subject = named.subject
    where opened.subject is null

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    thing || ' ' || subject as subject

from unknown
where turn = 1
order by occurred_on, source, id
