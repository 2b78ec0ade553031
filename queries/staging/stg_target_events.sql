-- stg_target_events
-- Grain:   one row per live setting of a target.
-- Key:     source, id
-- Answers: who set a target to what, when, on which document and article?
-- Reads:   stg_events
select
    source,
    id,
    revision,
    target_id,
    metric,
    place as region,
    sector,
    "value",
    comparison,
    window_start,
    deadline,
    basis,
    kind,
    authority,
    article,
    reason,
    part_of,
    occurred_on as set_on

from stg_events
where type = 'target.set'
