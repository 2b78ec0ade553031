-- thresholds
-- Grain:   one row per threshold that a person set for a target whose document gives a word and no number.
-- Key:     source, id
-- Answers: from which share or count on does "basically" or "widely" hold, who said so, when and on what ground?
-- Reads:   stg_threshold_events
select
    target_id,
    set_on,
    source,
    id,
    "value",
    counts,
    set_by,
    basis

from stg_threshold_events
order by target_id, set_on, source, id
