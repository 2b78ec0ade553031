-- named_things
-- Grain:   one row per union, enterprise, station or site, and source that names it in events of workers.
-- Answers: what do events of workers speak of, and how often?
-- Reads:   stg_events
with

events_of_workers as (

    select source, enterprise_id, union_id, to_union_id, station_id, site_id
    from stg_events
    where worker is not null

),

named as (

    select 'enterprise' as thing, enterprise_id as subject, source
    from events_of_workers
    where enterprise_id is not null

    union all

    select 'union' as thing, union_id as subject, source
    from events_of_workers
    where union_id is not null

    union all

    select 'union' as thing, to_union_id as subject, source
    from events_of_workers
    where to_union_id is not null

    union all

    select 'station' as thing, station_id as subject, source
    from events_of_workers
    where station_id is not null

    union all

    select 'site' as thing, site_id as subject, source
    from events_of_workers
    where site_id is not null

)

select
    thing,
    subject,
    source,

    count(*) as events

from named
group by thing, subject, source
