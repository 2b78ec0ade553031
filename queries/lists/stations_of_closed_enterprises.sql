-- stations_of_closed_enterprises
-- Grain:   one row per open station whose enterprise is known and closed.
-- Key:     subject
-- Answers: which stations should be closed or handed over?
-- Reads:   enterprise_states, station_states
with

enterprises as (

    select
        enterprise_id,

        bool_or(ended_on is null) as is_open

    from enterprise_states
    group by enterprise_id

)

select
    station_states.source,
    station_states.id,
    station_states.occurred_on,
    station_states.region,
    station_states.sector,
    station_states.station_id as subject

from station_states
join enterprises
    on enterprises.enterprise_id = station_states.enterprise_id
where station_states.ended_on is null
    and not enterprises.is_open
order by station_states.region, subject
