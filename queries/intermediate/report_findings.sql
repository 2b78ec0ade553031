-- report_findings
-- Grain:   one row per check of what was reported and what it finds odd.
-- Key:     check_id, region?, subject
-- Answers: which reports differ from what was published, jump, or pile up on a month's last day or on round numbers?
-- Reads:   figures, membership_groups, report_months, stg_entity_events
with

members as (

    select substr(region, 1, 2) || '0000' as region, cast(sum(members) as bigint) as members
    from membership_groups
    where state <> 'lost'
    group by substr(region, 1, 2)

),

published as (

    select region, "value", as_of, row_number() over (partition by region order by as_of desc, "value" desc) as recency
    from figures
    where metric = 'members_total'
        and sector = 'all'

),

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
    'published_against_counted' as check_id, 'note' as severity, published.region, 'members_total' as subject,
    published."value", cast(members.members as double) as other, published.as_of as since, 1 as items
from published
join members
    on members.region = published.region
where published.recency = 1
    and (published."value" > 1.25 * members.members or published."value" < 0.8 * members.members)

union all

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
