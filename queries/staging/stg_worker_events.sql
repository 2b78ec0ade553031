-- stg_worker_events
-- Grain:   one row per live event that names a worker.
-- Key:     source, id
-- Answers: what is recorded of workers, when was it received, and which entities does it name?
-- Reads:   stg_events
select
    source,
    id,
    type,
    worker,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    received_on,
    place as region,
    region as sent_region,
    sector,
    enterprise_id,
    union_id,
    to_union_id,
    station_id,
    site_id,
    worker_age = 'implausible' as has_implausible_age

from stg_events
where worker is not null
