-- unknown_references
-- Grain:   one row per union, enterprise, station or site that no event opened, and source that names it.
-- Key:     source, thing, subject
-- Answers: what is named and never recorded itself, by whom, and how often?
-- Reads:   entity_references, worker_references
-- Source:  ours. The column is `thing` since releases have had it under this name from the first.
with

named as (

    select entity, subject, source, events
    from worker_references

    union all

    select entity, subject, source, events
    from entity_references

),

opened as (

    select distinct entity, subject
    from entity_references
    where openings > 0

)

select
    named.source,
    named.entity as thing,
    named.subject,

    cast(sum(named.events) as bigint) as events

from named
left join opened
    on opened.entity = named.entity
    and opened.subject = named.subject
where opened.subject is null
group by named.source, named.entity, named.subject
order by source, thing, subject
