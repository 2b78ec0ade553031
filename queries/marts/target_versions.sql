-- target_versions
-- Grain:   one row per target and time that it was set.
-- Answers: who set a target to what, when, on which document and article, and why was it set anew?
-- Reads:   stg_events
with

ranked as (

    select
        stg_events.*,

        row_number() over (partition by target_id order by occurred_on, source, id) as version,
        row_number() over (partition by target_id order by occurred_on desc, source desc, id desc) as turn

    from stg_events
    where type = 'target.set'

)

select
    target_id,
    cast(version as bigint) as version,
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
    occurred_on as set_on,
    turn = 1 as is_latest

from ranked
order by target_id, version
