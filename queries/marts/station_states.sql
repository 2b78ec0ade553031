-- station_states
-- Grain:   one row per opening of a station: its attributes until the next opening or closing.
-- Answers: which stations were open, with which attributes, from when to when?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 二（一）2; contract, section 3 (Things)
with

changes as (

    select
        station_id,
        source,
        id,
        occurred_on,
        case type when 'station.registered' then 1 else 2 end as place,

        enterprise_id,
        region,
        sector,
        union_id,
        area_union_id

    from stg_events
    where type in ('station.registered', 'station.closed')

),

ordered as (

    select
        changes.*,

        lag(place) over (partition by station_id order by occurred_on, place, source, id) as previous_place,
        lead(occurred_on) over (partition by station_id order by occurred_on, place, source, id) as ended_on

    from changes

)

select
    station_id,
    source,
    id,
    occurred_on,
    ended_on,
    enterprise_id,
    region,
    sector,
    union_id,
    area_union_id,
    coalesce(previous_place, 2) = 1 as was_open,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(ended_on) * 12 + month(ended_on) - 1 as to_month

from ordered
where place = 1
order by station_id, occurred_on, source, id
