-- unknown_references
-- Grain:   one row per union, enterprise, station or site that no event opened, and source that names it.
-- Answers: what is named and never recorded itself, by whom, and how often?
-- Reads:   named_things, thing_references
with

named as (

    select thing, subject, source, events
    from named_things

    union all

    select thing, subject, source, events
    from thing_references

),

opened as (

    select distinct thing, subject
    from thing_references
    where openings > 0

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
