-- reports
-- Grain:   one row per event type, place (four digits: prefecture, or municipality) and month for which something was reported, or reported as nothing.
-- Answers: what was received from where for which month, how much, when first, and was it a report of nothing?
-- Reads:   report_months, stg_events
-- Source:  seeds map, section 5; what was received is told from the data, never from a click
with

told as (

    select type, place, month, received_on, events, 0 as zeros
    from report_months

    union all

    select type, substr(region, 1, 4) as place, year(occurred_on) * 12 + month(occurred_on) - 1 as month, received_on, 1 as events, 0 as zeros
    from stg_events
    where worker is null
        and region is not null
        and type not in ('zero.reported', 'duty.set')

    union all

    -- nothing to report, said so: for the month that its period ends in
    select event_type as type, substr(region, 1, 4) as place, year(period_end) * 12 + month(period_end) - 1 as month, received_on, 0 as events, 1 as zeros
    from stg_events
    where type = 'zero.reported'

)

select
    type,
    place,
    month,

    cast(sum(events) as bigint) as events,
    cast(sum(zeros) as bigint) as zeros,
    min(received_on) as first_on

from told
group by type, place, month
order by type, place, month
