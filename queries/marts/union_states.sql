-- union_states
-- Grain:   one row per opening of a union: its attributes until the next opening or closing.
-- Answers: which unions were open, with which attributes, from when to when?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （一）; contract, section 3 (Things)
with

changes as (

    select
        union_id,
        source,
        id,
        occurred_on,
        case type when 'union.established' then 1 else 2 end as place,

        name,
        form,
        mode,
        region,
        sector,
        enterprise_id,
        station_id,
        parent_union_id,
        covers,
        area_kind,
        enterprise_size

    from stg_events
    where type in ('union.established', 'union.dissolved')
        or (type = 'union.changed' and change in ('merged', 'dissolved'))

),

ordered as (

    select
        changes.*,

        lag(place) over (partition by union_id order by occurred_on, place, source, id) as previous_place,
        lead(occurred_on) over (partition by union_id order by occurred_on, place, source, id) as ended_on

    from changes

)

select
    union_id,
    source,
    id,
    occurred_on,
    ended_on,
    name,
    form,
    mode,
    region,
    sector,
    enterprise_id,
    station_id,
    parent_union_id,
    covers,
    area_kind,
    enterprise_size,
    coalesce(previous_place, 2) = 1 as was_open,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(ended_on) * 12 + month(ended_on) - 1 as to_month

from ordered
where place = 1
order by union_id, occurred_on, source, id
