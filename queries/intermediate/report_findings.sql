-- report_findings
-- Grain:   one row per check of what was reported and what it finds odd.
-- Key:     check_id, region?, subject
-- Answers: which reports jump, or pile up on a month's last day or on round numbers?
-- Reads:   report_months, stg_entity_events
with

months as (

    select
        type,
        substr(prefecture, 1, 2) || '0000' as region,
        month,

        sum(events) as events,
        sum(case when is_last_day then events else 0 end) as events_on_last_day

    from report_months
    group by type, substr(prefecture, 1, 2), month

),

compared as (

    select
        type,
        region,
        month,
        events,

        sum(events) over (
            partition by type, region order by month rows between 3 preceding and 1 preceding
        ) as events_before,
        lag(month, 3) over (partition by type, region order by month) as third_month_before

    from months

),

counts as (

    select
        source,

        min(region) as region,
        count(*) as items,
        sum(case when mod(people, 100) = 0 then 1 else 0 end) as round_items

    from stg_entity_events
    where people > 0
        and type in ('service.delivered', 'activity.held', 'workforce.reported', 'legal.served', 'ceremony.held')
    group by source

)

select
    'sudden_jumps' as check_id, 'warning' as severity, region, type || ' ' || cast(month as varchar) as subject,
    cast(events as double) as "value", cast(events_before as double) as other,
    cast(null as date) as since, events as items
from compared
where third_month_before = month - 3
    and events >= 100
    and events > events_before

union all

select
    'month_end_spikes' as check_id, 'note' as severity, region, type || ' ' || cast(month as varchar) as subject,
    cast(events_on_last_day as double) as "value", cast(events as double) as other, cast(null as date) as since,
    events_on_last_day as items
from months
where events >= 50
    and events_on_last_day * 10 > events * 3

union all

select
    'round_numbers' as check_id, 'note' as severity, region, source as subject, cast(round_items as double) as "value",
    cast(items as double) as other, cast(null as date) as since, items
from counts
where items >= 10
    and round_items * 10 >= items * 8
