-- thing_references
-- Grain:   one row per union, enterprise, station or site, and source that names it in events of things.
-- Answers: what do events of things speak of, how often, and do they open it?
-- Reads:   stg_events
with

events_of_things as (

    select type, source, enterprise_id, union_id, to_union_id, station_id, site_id
    from stg_events
    where worker is null

),

named as (

    select 'enterprise' as thing, enterprise_id as subject, source, case type when 'enterprise.registered' then 1 else 0 end as opening
    from events_of_things
    where enterprise_id is not null

    union all

    select 'union' as thing, union_id as subject, source, case type when 'union.established' then 1 else 0 end as opening
    from events_of_things
    where union_id is not null

    union all

    select 'union' as thing, to_union_id as subject, source, 0 as opening
    from events_of_things
    where to_union_id is not null

    union all

    select 'station' as thing, station_id as subject, source, case type when 'station.registered' then 1 else 0 end as opening
    from events_of_things
    where station_id is not null

    union all

    select 'site' as thing, site_id as subject, source, case type when 'site.opened' then 1 else 0 end as opening
    from events_of_things
    where site_id is not null

)

select
    thing,
    subject,
    source,

    count(*) as events,
    cast(sum(opening) as bigint) as openings

from named
group by thing, subject, source
order by thing, subject, source
