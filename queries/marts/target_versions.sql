-- target_versions
-- Grain:   one row per target and time that it was set.
-- Key:     target_id, version
-- Answers: who set a target to what, when, on which document and article, and why was it set again?
-- Reads:   stg_target_events
select
    target_id,
    cast(row_number() over (partition by target_id order by set_on, source, id) as bigint) as version,
    source,
    id,
    metric,
    region,
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
    set_on,
    row_number() over (partition by target_id order by set_on desc, source desc, id desc) = 1 as is_latest

from stg_target_events
order by target_id, version
