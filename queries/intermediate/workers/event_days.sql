-- event_days
-- Grain:   one row per event type and day.
-- Key:     type, occurred_on
-- Answers: how many live events are there of each type, and from which days?
-- Reads:   stg_events
-- Source:  ours. Runs for workers and, under the name `thing_days`, for the events that name none.
select
    type,
    occurred_on,

    count(*) as events

from stg_events
group by type, occurred_on
order by type, occurred_on
