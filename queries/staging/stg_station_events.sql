-- stg_station_events
-- Grain:   one row per live registration or closing of a station.
-- Key:     source, id
-- Answers: which station was opened or closed, when, whose and where?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 二（一）2
select
    source,
    id,
    station_id,
    occurred_on,
    case type when 'station.registered' then 'opened' else 'closed' end as change,

    enterprise_id,
    place as region,
    sector,
    union_id,
    area_union_id

from stg_events
where type in ('station.registered', 'station.closed')
