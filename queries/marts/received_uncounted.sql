-- received_uncounted
-- Grain:   one row per event type, kind, region and sector of which something was received that no count shows.
-- Key:     type, kind?, region?, sector?, is_zero
-- Answers: where is a zero a count, although nothing is counted there?
-- Reads:   entity_openings, stg_entity_events, stg_withdrawn_events, stg_zero_reports, withdrawn_worker_events
-- Source:  contract, section 5 (Reported): a withdrawn event, what opened and closed within a month, and a report that
--          there is nothing.
select
    type,
    kind,
    region,
    sector,
    false as is_zero

from withdrawn_worker_events
where events > 0

union

select
    type,
    kind,
    region,
    sector,
    false as is_zero

from stg_withdrawn_events
where worker is null

union

select
    stg_entity_events.type,
    stg_entity_events.kind,
    stg_entity_events.region,
    stg_entity_events.sector,
    false as is_zero

from entity_openings
join stg_entity_events
    on stg_entity_events.source = entity_openings.source
    and stg_entity_events.id = entity_openings.id
where entity_openings.to_month = entity_openings.from_month

union

select
    event_type as type,
    cast(null as varchar) as kind,
    region,
    cast(null as varchar) as sector,
    true as is_zero

from stg_zero_reports
order by type, kind, region, sector, is_zero
