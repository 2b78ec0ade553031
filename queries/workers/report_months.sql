-- report_months
-- Grain:   one row per event type that names a worker, province and month, the last day of the month apart.
-- Answers: how many events of workers does a province report for a month, and how many of them for its last day?
-- Reads:   stg_events
with

reported as (

    select
        type,
        substr(region, 1, 2) as province,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        day(occurred_on) = case
            when month(occurred_on) in (1, 3, 5, 7, 8, 10, 12) then 31
            when month(occurred_on) in (4, 6, 9, 11) then 30
            when mod(year(occurred_on), 4) = 0 and (mod(year(occurred_on), 100) <> 0 or mod(year(occurred_on), 400) = 0) then 29
            else 28
        end as is_last_day

    from stg_events
    where worker is not null
        and region is not null

)

select
    type,
    province,
    month,
    is_last_day,

    count(*) as events

from reported
group by type, province, month, is_last_day
