-- lone_conflicts
-- Grain:   one row per live event that counts for a phone or a reference which several people are named with.
-- Key:     source, id
-- Answers: which events count for a phone or a reference of which nobody knows whose it is?
-- Reads:   stg_conflict_events
-- Source:  contract, section 5 (One person). Those that name several identifiers are in identifier_conflicts as well.
select
    source,
    id,
    occurred_on,
    region,
    sector,
    subject,
    named_with,
    named,
    first_source,
    first_id,

    cast(1 as bigint) as events

from stg_conflict_events
