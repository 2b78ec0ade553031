-- identifier_conflicts
-- Grain:   one row per live event with several identifiers, and phone or reference in it that is in conflict.
-- Key:     source, id, subject
-- Answers: which events contradict each other about whose a phone or a reference is?
-- Reads:   conflicting_identifiers, naming_events
-- Source:  contract, section 5 (One person). Identifiers are not shown: events of one case have the same first event.
with

named_events as (

    select source, id, occurred_on, region, sector, phone as identifier
    from naming_events
    where phone is not null

    union all

    select source, id, occurred_on, region, sector, ref as identifier
    from naming_events
    where ref is not null

)

select
    named_events.source,
    named_events.id,
    named_events.occurred_on,
    named_events.region,
    named_events.sector,
    conflicting_identifiers.kind as subject,
    conflicting_identifiers.named_with,
    conflicting_identifiers.named,
    conflicting_identifiers.first_source,
    conflicting_identifiers.first_id

from named_events
join conflicting_identifiers
    on conflicting_identifiers.identifier = named_events.identifier
order by source, id, subject
