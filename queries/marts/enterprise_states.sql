-- enterprise_states
-- Grain:   one row per opening of a enterprise: its attributes until the next opening or closing.
-- Answers: which enterprises were open, with which attributes, from when to when?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 附件2 第五项; contract, section 3 (Things)
with

changes as (

    select
        enterprise_id,
        source,
        id,
        occurred_on,
        case type when 'enterprise.registered' then 1 else 2 end as place,

        name,
        kind,
        region,
        sector

    from stg_events
    where type in ('enterprise.registered', 'enterprise.closed')

),

ordered as (

    select
        changes.*,

        lag(place) over (partition by enterprise_id order by occurred_on, place, source, id) as previous_place,
        lead(occurred_on) over (partition by enterprise_id order by occurred_on, place, source, id) as ended_on

    from changes

)

select
    enterprise_id,
    source,
    id,
    occurred_on,
    ended_on,
    name,
    kind,
    region,
    sector,
    coalesce(previous_place, 2) = 1 as was_open,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(ended_on) * 12 + month(ended_on) - 1 as to_month

from ordered
where place = 1
order by enterprise_id, occurred_on, source, id
