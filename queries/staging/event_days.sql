-- event_days
-- Grain:   one row per event type and day.
-- Answers: how many live events are there of each type, and from which days?
-- Reads:   stg_events
with

events_of_days as (

    select type, occurred_on
    from stg_events

)

select
    type,
    occurred_on,

    count(*) as events

from events_of_days
group by type, occurred_on
order by type, occurred_on
