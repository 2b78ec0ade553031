-- stg_threshold_events
-- Grain:   one row per live threshold of a target whose document gives a word and no number.
-- Key:     source, id
-- Answers: from which share or count on does a word of a target hold, and who said so?
-- Reads:   stg_events
select
    source,
    id,
    target_id,
    occurred_on as set_on,
    "value",
    counts,
    set_by,
    basis

from stg_events
where type = 'threshold.set'
