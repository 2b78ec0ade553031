-- report_months
-- Grain:   one row per event type, prefecture (or municipality), month, last day or not, and day received.
-- Key:     type, prefecture, month, is_last_day, received_on?
-- Answers: what does a prefecture report of workers for a month, how much for its last day, received when?
-- Reads:   stg_worker_events
with

reported as (

    select
        type,
        substr(region, 1, 4) as prefecture,
        month,
        day(occurred_on) = case
            when month(occurred_on) in (1, 3, 5, 7, 8, 10, 12) then 31
            when month(occurred_on) in (4, 6, 9, 11) then 30
            when mod(year(occurred_on), 400) = 0 then 29
            when mod(year(occurred_on), 4) = 0 and mod(year(occurred_on), 100) <> 0 then 29
            else 28
        end as is_last_day,
        received_on

    from stg_worker_events
    where region is not null

)

select
    type,
    prefecture,
    month,
    is_last_day,
    received_on,

    count(*) as events

from reported
group by type, prefecture, month, is_last_day, received_on
