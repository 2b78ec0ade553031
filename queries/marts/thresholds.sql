-- thresholds
-- Grain:   one row per threshold that a person set for a target whose document gives a word and no number.
-- Answers: from which share or count on does "basically", "generally" or "widely" hold, who said so, when and on what ground?
-- Reads:   stg_events
with

kept as (

    select *
    from stg_events
    where type = 'threshold.set'

)

select
    target_id,
    occurred_on as set_on,
    source,
    id,
    "value",
    counts,
    set_by,
    basis

from kept
order by target_id, set_on, source, id
