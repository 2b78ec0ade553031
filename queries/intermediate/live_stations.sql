-- live_stations
-- Grain:   one row per station that is open now.
-- Key:     station_id
-- Answers: which stations are open, whose and where, who manages them, and do they have a union?
-- Reads:   live_unions, station_states
-- Source:  沪工总基〔2021〕141号 二（一）2
with

unions as (

    select distinct station_id
    from live_unions
    where station_id is not null

)

select
    station_states.station_id,
    station_states.enterprise_id,
    station_states.region,
    station_states.sector,
    station_states.union_id,
    station_states.area_union_id,
    station_states.occurred_on as since,
    unions.station_id is not null as is_unionized

from station_states
left join unions
    on unions.station_id = station_states.station_id
where station_states.ended_on is null
order by station_id
