-- entity_openings
-- Grain:   one row per opening of an enterprise, union, station or site.
-- Key:     source, id
-- Answers: when was an entity opened, was it open already, and when did that opening end?
-- Reads:   stg_enterprise_events, stg_site_events, stg_station_events, stg_union_events
-- Source:  contract, section 3 (Things). An opening lasts until the next opening or closing of the same entity. Of
--          one day, openings come before closings.
with

changes as (

    select 'enterprise' as entity, enterprise_id as entity_id, source, id, occurred_on, change
    from stg_enterprise_events
    where change in ('opened', 'closed')

    union all

    select 'union' as entity, union_id as entity_id, source, id, occurred_on, change
    from stg_union_events

    union all

    select 'station' as entity, station_id as entity_id, source, id, occurred_on, change
    from stg_station_events

    union all

    select 'site' as entity, site_id as entity_id, source, id, occurred_on, change
    from stg_site_events

),

ranked as (

    select
        entity,
        entity_id,
        source,
        id,
        occurred_on,
        change,
        case change when 'opened' then 1 else 2 end as change_rank

    from changes

),

ordered as (

    select
        entity,
        entity_id,
        source,
        id,
        occurred_on,
        change,

        lag(change) over (
            partition by entity, entity_id order by occurred_on, change_rank, source, id
        ) as previous_change,
        lead(occurred_on) over (
            partition by entity, entity_id order by occurred_on, change_rank, source, id
        ) as ended_on

    from ranked

)

select
    entity,
    entity_id,
    source,
    id,
    occurred_on,
    ended_on,
    coalesce(previous_change = 'opened', false) as was_open,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(ended_on) * 12 + month(ended_on) - 1 as to_month

from ordered
where change = 'opened'
order by entity, entity_id, occurred_on, source, id
