-- stg_duty_events
-- Grain:   one row per live setting of a reporting duty.
-- Key:     source, id
-- Answers: who is to report what, how often, and within how many days?
-- Reads:   stg_events
-- Source:  requirements, section 5 (the documents give no days: a person sets them)
select
    source,
    id,
    duty_id,
    occurred_on as set_on,
    place as region,
    event_type,
    every,
    due_days,
    set_by,
    year(coalesce(period_start, occurred_on)) * 12 + month(coalesce(period_start, occurred_on)) - 1 as from_month,
    year(period_end) * 12 + month(period_end) - 1 as to_month

from stg_events
where type = 'duty.set'
