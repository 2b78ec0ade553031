-- station_timelines
-- Grain:   one row per open station and stretch of months in which nothing about it changes.
-- Key:     station_id, from_month
-- Answers: in which months was a station open, and had it a union?
-- Reads:   own_unions, station_states
-- Source:  沪工总基〔2021〕141号 附件3 一.2
with

changes as (

    select host_id as station_id, month, own_change as own
    from own_unions
    where host = 'station'

    union all

    select station_id, from_month as month, 0 as own
    from station_states

    union all

    select station_id, to_month as month, 0 as own
    from station_states
    where to_month is not null

),

months as (

    select
        station_id,
        month,

        sum(own) as own

    from changes
    group by station_id, month

),

stretches as (

    select
        station_id,
        month as from_month,
        lead(month) over (partition by station_id order by month) as to_month,

        sum(own) over (partition by station_id order by month) as own

    from months

)

select
    stretches.station_id,
    stretches.from_month,
    stretches.to_month,
    station_states.region,
    station_states.sector,
    stretches.own > 0 as is_unionized

from stretches
join station_states
    on station_states.station_id = stretches.station_id
    and station_states.from_month <= stretches.from_month
    and (station_states.to_month is null or stretches.from_month < station_states.to_month)
order by station_id, from_month
