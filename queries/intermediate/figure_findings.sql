-- figure_findings
-- Grain:   one row per check of published figures and what it finds odd.
-- Key:     (none: equal figures of one day may be published twice)
-- Answers: which published figures contradict each other or do not add up?
-- Reads:   figures
with

-- several figures of one metric, day and period
contradictory as (

    select
        metric,
        region,
        sector,
        as_of,
        period_start,

        min("value") as lowest,
        max("value") as highest,
        count(*) as items

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

of_provinces as (

    select metric, '000000' as region, as_of, period_start, sum("value") as parts, count(*) as items
    from figures
    where sector = 'all'
        and region like '__0000'
        and region <> '000000'
    group by metric, as_of, period_start
    having count(distinct region) = count(*)

),

sums as (

    select 'sectors_over_whole' as check_id, metric, region, as_of, period_start, parts, items
    from of_sectors

    union all

    select 'provinces_over_nation' as check_id, metric, region, as_of, period_start, parts, items
    from of_provinces

),

wholes as (

    select metric, region, as_of, period_start, max("value") as whole
    from figures
    where sector = 'all'
    group by metric, region, as_of, period_start

)

select
    'contradictory_figures' as check_id, 'warning' as severity, region, sector,
    metric || ' ' || cast(as_of as varchar) as subject,
    lowest as "value", highest as other, as_of as since, items
from contradictory

union all

select
    sums.check_id, 'error' as severity, sums.region, cast(null as varchar) as sector,
    sums.metric || ' ' || cast(sums.as_of as varchar) as subject,
    sums.parts as "value", wholes.whole as other, sums.as_of as since, sums.items
from sums
join wholes
    on wholes.metric = sums.metric
    and wholes.region = sums.region
    and wholes.as_of = sums.as_of
    and coalesce(cast(wholes.period_start as varchar), '') = coalesce(cast(sums.period_start as varchar), '')
where sums.parts > wholes.whole

union all

-- who joined within a period is a member of all time at its end, unless they left
select
    'flow_over_stock' as check_id, 'warning' as severity, flows.region, flows.sector,
    'members_new ' || cast(flows.as_of as varchar) as subject,
    flows."value", stocks."value" as other, flows.as_of as since, 1 as items
from figures as flows
join figures as stocks
    on stocks.metric = 'members_total'
    and stocks.region = flows.region
    and stocks.sector = flows.sector
    and stocks.as_of = flows.as_of
where flows.metric = 'members_new'
    and flows."value" > stocks."value"
