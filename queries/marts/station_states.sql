-- station_states
-- Grain:   one row per opening of a station: its attributes until the next opening or closing.
-- Key:     source, id
-- Answers: which stations were open, with which attributes, from when to when?
-- Reads:   entity_openings, stg_station_events
-- Source:  沪工总基〔2021〕141号 二（一）2; contract, section 3 (Things)
select
    stg_station_events.station_id,
    entity_openings.source,
    entity_openings.id,
    entity_openings.occurred_on,
    entity_openings.ended_on,
    stg_station_events.enterprise_id,
    stg_station_events.region,
    stg_station_events.sector,
    stg_station_events.union_id,
    stg_station_events.area_union_id,
    entity_openings.was_open,
    entity_openings.from_month,
    entity_openings.to_month

from entity_openings
join stg_station_events
    on stg_station_events.source = entity_openings.source
    and stg_station_events.id = entity_openings.id
where entity_openings.entity = 'station'
order by station_id, occurred_on, source, id
