-- stg_entity_events
-- Grain:   one row per live event that names no worker.
-- Key:     source, id
-- Answers: what is recorded beside workers, when was it received, and which entities does it name?
-- Reads:   stg_events
select
    source,
    id,
    type,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    received_on,
    place as region,
    region as sent_region,
    sector,
    kind,
    "count" as people,
    enterprise_id,
    union_id,
    to_union_id,
    station_id,
    site_id

from stg_events
where worker is null
