-- stg_service_events
-- Grain:   one row per live service that names the worker who was served.
-- Key:     source, id
-- Answers: who was served, where, in which month and with what?
-- Reads:   stg_events, ties
-- Source:  contract, section 3 (workers_served). A village counts as its township, the lowest
--          level that region_paths knows.
select
    source,
    id,
    coalesce(ties.person, stg_events.worker) as worker,
    place as region,
    case when length(place) = 12 then substr(place, 1, 9) else place end as known_region,
    sector,
    kind,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    site_id,
    member as is_member

from stg_events
left join ties
    on ties.identifier = stg_events.worker
where type = 'service.delivered'
    and stg_events.worker is not null
