-- naming_events
-- Grain:   one row per live event that names its worker by two or three identifiers.
-- Key:     source, id
-- Answers: which identifiers are named together, and where?
-- Reads:   events, former_regions, latest_revisions
-- Source:  contract, section 5 (One person). A phone or a reference has a column of its own only in such events.
select
    events.source,
    events.id,
    events.occurred_on,
    coalesce(former_regions.successor, events.region) as region,
    events.sector,
    events.worker_id_number as id_number,
    events.worker_phone as phone,
    events.worker_ref as ref

from events
left join latest_revisions
    on latest_revisions.source = events.source
    and latest_revisions.id = events.id
left join former_regions
    on former_regions.former_region = events.region
where (events.worker_phone is not null or events.worker_ref is not null)
    and not events.is_void
    and (latest_revisions.revision is null or latest_revisions.revision = events.revision)
