-- targets
-- Grain:   one row per target: as it was set last.
-- Answers: who set which target, on which document, for which region, sector and window?
-- Reads:   stg_events
with

ranked as (

    select
        stg_events.*,

        row_number() over (partition by target_id order by occurred_on desc, source desc, id desc) as turn

    from stg_events
    where type = 'target.set'

)

select
    target_id,
    metric,
    region,
    sector,
    "value",
    comparison,
    window_start,
    deadline,
    basis,
    kind,
    occurred_on as set_on

from ranked
where turn = 1
order by target_id
