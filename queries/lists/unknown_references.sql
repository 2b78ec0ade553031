-- unknown_references
-- Grain:   one row per union, enterprise, station or site that no event opened, and source that names it.
-- Answers: what is named and never recorded itself, by whom, and how often?
-- Reads:   named_things, stg_events
with

events_of_things as (

    select source, type, enterprise_id, union_id, to_union_id, station_id, site_id
    from stg_events
    where worker is null

),

named as (

    select thing, subject, source, events
    from named_things

    union all

    select 'enterprise' as thing, enterprise_id as subject, source, 1 as events
    from events_of_things
    where enterprise_id is not null

    union all

    select 'union' as thing, union_id as subject, source, 1 as events
    from events_of_things
    where union_id is not null

    union all

    select 'union' as thing, to_union_id as subject, source, 1 as events
    from events_of_things
    where to_union_id is not null

    union all

    select 'station' as thing, station_id as subject, source, 1 as events
    from events_of_things
    where station_id is not null

    union all

    select 'site' as thing, site_id as subject, source, 1 as events
    from events_of_things
    where site_id is not null

),

opened as (

    select distinct
        split_part(type, '.', 1) as thing,
        case type
            when 'enterprise.registered' then enterprise_id
            when 'union.established' then union_id
            when 'station.registered' then station_id
            else site_id
        end as subject

    from events_of_things
    where type in ('enterprise.registered', 'union.established', 'station.registered', 'site.opened')

),

unknown as (

    select named.thing, named.subject, named.source, named.events
    from named
    left join opened
        on opened.thing = named.thing
        and opened.subject = named.subject
    where opened.subject is null

)

select
    source,
    thing,
    subject,

    cast(sum(events) as bigint) as events

from unknown
group by source, thing, subject
order by source, thing, subject
