-- withdrawn_worker_events
-- Grain:   one row per event type, kind, region and sector with withdrawn or replaced events of workers.
-- Key:     type, kind?, region?, sector?
-- Answers: what about workers was received once and is counted no more?
-- Reads:   stg_withdrawn_events
select
    type,
    kind,
    region,
    sector,

    count(*) as events

from stg_withdrawn_events
where worker is not null
group by type, kind, region, sector
