-- checks
-- Grain:   one row per check and what it finds odd.
-- Answers: which numbers contradict each other, do not add up, jump, pile up on round numbers or on the last day of a month, and what was said of it?
-- Reads:   figures, membership_groups, report_months, stg_events
with

-- several figures of one thing, day and period
contradictory as (

    select metric, region, sector, as_of, min("value") as lowest, max("value") as highest, count(*) as items
    from figures
    where qualifier <> 'at_least'
    group by metric, region, sector, as_of, period_start
    having min("value") < max("value")

),

of_sectors as (

    select metric, region, as_of, period_start, sum("value") as parts, count(*) as items
    from figures
    where sector <> 'all'
    group by metric, region, as_of, period_start
    having count(distinct sector) = count(*)

),

wholes as (

    select metric, region, as_of, period_start, max("value") as whole
    from figures
    where sector = 'all'
    group by metric, region, as_of, period_start

),

of_provinces as (

    select metric, as_of, period_start, sum("value") as parts, count(*) as items
    from figures
    where sector = 'all'
        and region like '__0000'
        and region <> '000000'
    group by metric, as_of, period_start
    having count(distinct region) = count(*)

),

counted as (

    select substr(region, 1, 2) as province, cast(sum(members) as bigint) as members
    from membership_groups
    where state <> 'lost'
    group by substr(region, 1, 2)

),

latest as (

    select region, "value", as_of, row_number() over (partition by region order by as_of desc, "value" desc) as turn
    from figures
    where metric = 'members_total'
        and sector = 'all'

),

months as (

    select type, substr(place, 1, 2) as province, month, sum(events) as events, sum(case when is_last_day then events else 0 end) as at_end
    from report_months
    group by type, substr(place, 1, 2), month

),

stretches as (

    select
        months.*,

        sum(events) over (partition by type, province order by month rows between 3 preceding and 1 preceding) as before,
        lag(month, 3) over (partition by type, province order by month) as third_before

    from months

),

rounded as (

    select source, min(region) as region, count(*) as items, sum(case when mod("count", 100) = 0 then 1 else 0 end) as rounds
    from stg_events
    where worker is null
        and "count" is not null
        and "count" > 0
        and type in ('service.delivered', 'activity.held', 'workforce.reported', 'legal.served', 'ceremony.held')
    group by source

),

found as (

    select
        'contradictory_figures' as check_id, 'warning' as severity, region, sector, metric || ' ' || cast(as_of as varchar) as subject,
        lowest as "value", highest as other, cast(as_of as date) as since, items
    from contradictory

    union all

    select
        'sectors_over_whole' as check_id, 'error' as severity, of_sectors.region, cast(null as varchar) as sector,
        of_sectors.metric || ' ' || cast(of_sectors.as_of as varchar) as subject, of_sectors.parts as "value", wholes.whole as other,
        cast(of_sectors.as_of as date) as since, of_sectors.items
    from of_sectors
    join wholes
        on wholes.metric = of_sectors.metric
        and wholes.region = of_sectors.region
        and wholes.as_of = of_sectors.as_of
        and coalesce(cast(wholes.period_start as varchar), '') = coalesce(cast(of_sectors.period_start as varchar), '')
    where of_sectors.parts > wholes.whole

    union all

    select
        'provinces_over_nation' as check_id, 'error' as severity, '000000' as region, cast(null as varchar) as sector,
        of_provinces.metric || ' ' || cast(of_provinces.as_of as varchar) as subject, of_provinces.parts as "value", wholes.whole as other,
        cast(of_provinces.as_of as date) as since, of_provinces.items
    from of_provinces
    join wholes
        on wholes.metric = of_provinces.metric
        and wholes.region = '000000'
        and wholes.as_of = of_provinces.as_of
        and coalesce(cast(wholes.period_start as varchar), '') = coalesce(cast(of_provinces.period_start as varchar), '')
    where of_provinces.parts > wholes.whole

    union all

    -- whoever joined within a period is a member of all time at its end, unless they left
    select
        'flow_over_stock' as check_id, 'warning' as severity, flows.region, flows.sector,
        'members_new ' || cast(flows.as_of as varchar) as subject, flows."value", stocks."value" as other, cast(flows.as_of as date) as since, 1 as items
    from figures as flows
    join figures as stocks
        on stocks.metric = 'members_total'
        and stocks.region = flows.region
        and stocks.sector = flows.sector
        and stocks.as_of = flows.as_of
    where flows.metric = 'members_new'
        and flows."value" > stocks."value"

    union all

    select
        'published_against_counted' as check_id, 'note' as severity, latest.region, cast(null as varchar) as sector, 'members_total' as subject,
        latest."value", cast(counted.members as double) as other, cast(latest.as_of as date) as since, 1 as items
    from latest
    join counted
        on counted.province || '0000' = latest.region
    where latest.turn = 1
        and (latest."value" > 1.25 * counted.members or latest."value" < 0.8 * counted.members)

    union all

    select
        'sudden_jumps' as check_id, 'warning' as severity, province || '0000' as region, cast(null as varchar) as sector,
        type || ' ' || cast(month as varchar) as subject, cast(events as double) as "value", cast(before as double) as other, cast(null as date) as since,
        events as items
    from stretches
    where third_before = month - 3
        and events >= 100
        and events > before

    union all

    select
        'month_end_spikes' as check_id, 'note' as severity, province || '0000' as region, cast(null as varchar) as sector,
        type || ' ' || cast(month as varchar) as subject, cast(at_end as double) as "value", cast(events as double) as other, cast(null as date) as since,
        at_end as items
    from months
    where events >= 50
        and at_end * 10 > events * 3

    union all

    select
        'round_numbers' as check_id, 'note' as severity, region, cast(null as varchar) as sector, source as subject, cast(rounds as double) as "value",
        cast(items as double) as other, cast(null as date) as since, items
    from rounded
    where items >= 10
        and rounds * 10 >= items * 8

),

answers as (

    select
        stg_events.check_id,
        stg_events.subject,
        stg_events.region,
        stg_events.answer,
        stg_events.occurred_on,

        row_number() over (
            partition by stg_events.check_id, stg_events.subject, stg_events.region
            order by stg_events.occurred_on desc, stg_events.source desc, stg_events.id desc
        ) as turn

    from stg_events
    where type = 'check.answered'

)

select
    found.check_id,
    found.severity,
    found.region,
    found.sector,
    found.subject,
    found."value",
    found.other,
    found.since,
    cast(found.items as bigint) as items,
    answers.answer,
    answers.occurred_on as answered_on

from found
left join answers
    on answers.check_id = found.check_id
    and answers.subject = found.subject
    and answers.region = found.region
    and answers.turn = 1
order by check_id, region, sector, subject
