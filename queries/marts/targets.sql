-- targets
-- Grain:   one row per target: as it was set last.
-- Key:     target_id
-- Answers: who set which target, on which document, for which region, sector and window?
-- Reads:   target_versions

select
    target_id,
    source,
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
    part_of,
    set_on

from target_versions
where is_latest
order by target_id
