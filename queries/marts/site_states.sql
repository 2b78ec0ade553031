-- site_states
-- Grain:   one row per opening of a site: its attributes until the next opening or closing.
-- Answers: which sites were open, with which attributes, from when to when?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （十）; contract, section 3 (Things)
with

changes as (

    select
        site_id,
        source,
        id,
        occurred_on,
        case type when 'site.opened' then 1 else 2 end as place,

        name,
        kind,
        region,
        sector,
        mode,
        setting,
        integrated,
        hours,
        passes

    from stg_events
    where type in ('site.opened', 'site.closed')

),

ordered as (

    select
        changes.*,

        lag(place) over (partition by site_id order by occurred_on, place, source, id) as previous_place,
        lead(occurred_on) over (partition by site_id order by occurred_on, place, source, id) as ended_on

    from changes

)

select
    site_id,
    source,
    id,
    occurred_on,
    ended_on,
    name,
    kind,
    region,
    sector,
    mode,
    setting,
    integrated,
    hours,
    passes,
    coalesce(previous_place, 2) = 1 as was_open,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(ended_on) * 12 + month(ended_on) - 1 as to_month

from ordered
where place = 1
order by site_id, occurred_on, source, id
