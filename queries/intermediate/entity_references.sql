-- entity_references
-- Grain:   one row per union, enterprise, station or site, and source that names it in events that name no worker.
-- Key:     entity, subject, source
-- Answers: which entities do events name beside workers, how often, and do they open it?
-- Reads:   stg_entity_events
with

named as (

    select
        'enterprise' as entity,
        enterprise_id as subject,
        source,
        case type when 'enterprise.registered' then 1 else 0 end as opening

    from stg_entity_events
    where enterprise_id is not null

    union all

    select
        'union' as entity,
        union_id as subject,
        source,
        case type when 'union.established' then 1 else 0 end as opening

    from stg_entity_events
    where union_id is not null

    union all

    select 'union' as entity, to_union_id as subject, source, 0 as opening
    from stg_entity_events
    where to_union_id is not null

    union all

    select
        'station' as entity,
        station_id as subject,
        source,
        case type when 'station.registered' then 1 else 0 end as opening

    from stg_entity_events
    where station_id is not null

    union all

    select 'site' as entity, site_id as subject, source, case type when 'site.opened' then 1 else 0 end as opening
    from stg_entity_events
    where site_id is not null

)

select
    entity,
    subject,
    source,

    count(*) as events,
    cast(sum(opening) as bigint) as openings

from named
group by entity, subject, source
order by entity, subject, source
