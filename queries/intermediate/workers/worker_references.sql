-- worker_references
-- Grain:   one row per union, enterprise, station or site, and source that names it in events of workers.
-- Key:     entity, subject, source
-- Answers: which entities do events of workers name, and how often?
-- Reads:   stg_worker_events
with

named as (

    select 'enterprise' as entity, enterprise_id as subject, source
    from stg_worker_events
    where enterprise_id is not null

    union all

    select 'union' as entity, union_id as subject, source
    from stg_worker_events
    where union_id is not null

    union all

    select 'union' as entity, to_union_id as subject, source
    from stg_worker_events
    where to_union_id is not null

    union all

    select 'station' as entity, station_id as subject, source
    from stg_worker_events
    where station_id is not null

    union all

    select 'site' as entity, site_id as subject, source
    from stg_worker_events
    where site_id is not null

)

select
    entity,
    subject,
    source,

    count(*) as events

from named
group by entity, subject, source
