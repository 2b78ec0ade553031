-- stg_withdrawn_events
-- Grain:   one row per revision of an event that a later one withdraws or replaces.
-- Key:     source, id, revision
-- Answers: what was received once and is counted no more, or otherwise?
-- Reads:   events, former_regions, latest_revisions
-- Source:  contract, section 5 (Reported): what was withdrawn was received all the same.
select
    events.source,
    events.id,
    events.revision,
    events.type,
    events.kind,
    coalesce(former_regions.successor, events.region) as region,
    events.sector,
    events.worker

from events
join latest_revisions
    on latest_revisions.source = events.source
    and latest_revisions.id = events.id
left join former_regions
    on former_regions.former_region = events.region
where events.revision < latest_revisions.revision
    and not events.is_void
