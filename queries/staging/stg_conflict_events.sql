-- stg_conflict_events
-- Grain:   one row per live event that counts for a phone or a reference which several people are named with.
-- Key:     source, id
-- Answers: of whom does nobody know who it is?
-- Reads:   stg_events, ties
-- Source:  contract, section 5 (One person)
select
    stg_events.source,
    stg_events.id,
    stg_events.occurred_on,
    stg_events.place as region,
    stg_events.sector,
    ties.conflict as subject,
    ties.named_with,
    ties.named,
    ties.first_source,
    ties.first_id

from stg_events
join ties
    on ties.identifier = stg_events.worker
where ties.conflict is not null
