-- reports
-- Grain:   one row per event type, prefecture (or municipality) and month of which something, or nothing, was reported.
-- Key:     type, prefecture?, month
-- Answers: what was received from where for which month, how much, when first, and was it a report of nothing?
-- Reads:   report_months, stg_entity_events, stg_zero_reports
-- Source:  requirements, section 5; what was received is counted from the data, never from a click
with

received as (

    select type, prefecture, month, received_on, events, 0 as zeros
    from report_months

    union all

    select type, substr(region, 1, 4) as prefecture, month, received_on, 1 as events, 0 as zeros
    from stg_entity_events
    where region is not null
        and type not in ('zero.reported', 'duty.set')

    union all

    select event_type as type, substr(region, 1, 4) as prefecture, month, received_on, 0 as events, 1 as zeros
    from stg_zero_reports

)

select
    type,
    prefecture,
    month,

    cast(sum(events) as bigint) as events,
    cast(sum(zeros) as bigint) as zeros,
    min(received_on) as first_on

from received
group by type, prefecture, month
order by type, prefecture, month
