-- target_versions
-- Grain:   one row per target and time that it was set.
-- Key:     target_id, version
-- Answers: who set a target to what, when, on which document and article, and why was it set again?
-- Reads:   document_targets, stg_target_events
-- Source:  contract, section 5 (Targets): those of the documents belong to the catalogue; one that the log sets is
--          that of the log, unless it is an older wording of the same event.
with

logged as (

    select stg_target_events.*
    from stg_target_events
    left join document_targets as newer
        on newer.source = stg_target_events.source
        and newer.id = stg_target_events.id
        and newer.revision > stg_target_events.revision
    where newer.id is null

),

settings as (

    select
        source, id, target_id, metric, region, sector, "value", comparison, window_start, deadline, basis, kind,
        authority, article, reason, part_of, set_on
    from logged

    union all

    select
        source, id, target_id, metric, region, sector, "value", comparison, window_start, deadline, basis, kind,
        authority, article, cast(null as varchar) as reason, cast(null as varchar) as part_of, set_on
    from document_targets
    where target_id not in (select target_id from logged)

)

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

from settings
order by target_id, version
