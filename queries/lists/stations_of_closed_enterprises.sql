-- stations_of_closed_enterprises
-- Grain:   one row per open station whose enterprise is known and closed.
-- Answers: which stations should be closed or handed over?
-- Reads:   enterprise_states, station_states
with

open_stations as (

    select *
    from station_states
    where ended_on is null

),

enterprises as (

    select
        enterprise_id,

        bool_or(ended_on is null) as is_open

    from enterprise_states
    group by enterprise_id

)

select
    open_stations.source,
    open_stations.id,
    open_stations.occurred_on,
    open_stations.region,
    open_stations.sector,
    open_stations.station_id as subject

from open_stations
join enterprises
    on enterprises.enterprise_id = open_stations.enterprise_id
where not enterprises.is_open
order by open_stations.region, subject
