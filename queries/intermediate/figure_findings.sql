-- figure_findings
-- Grain:   one row per check of published figures and what it finds odd.
-- Key:     (none: equal figures of one day may be published twice)
-- Answers: which published figures contradict each other, what is counted on their day, or do not add up?
-- Reads:   figure_counts, figure_ranges
-- Source:  contract, section 5 (published_against_counted). A figure is taken as its source qualifies it: two figures
--          contradict each other only where they cannot both be true (figure_ranges).
with

-- several figures of one metric, day and period: the lowest that some allow is above the highest that others allow
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

    from figure_ranges
    where not is_of_other_scope
    group by metric, region, sector, as_of, period_start
    having max(lowest) > min(highest)

),

of_sectors as (

    select
        metric,
        region,
        as_of,
        period_start,

        sum("value") as parts,
        sum(lowest) as lowest,
        count(*) as items

    from figure_ranges
    where sector <> 'all'
        and not is_of_other_scope
    group by metric, region, as_of, period_start
    having count(distinct sector) = count(*)

),

of_provinces as (

    select
        metric,
        '000000' as region,
        as_of,
        period_start,

        sum("value") as parts,
        sum(lowest) as lowest,
        count(*) as items

    from figure_ranges
    where sector = 'all'
        and region like '__0000'
        and region <> '000000'
    group by metric, as_of, period_start
    having count(distinct region) = count(*)

),

sums as (

    select 'sectors_over_whole' as check_id, metric, region, as_of, period_start, parts, lowest, items
    from of_sectors

    union all

    select 'provinces_over_nation' as check_id, metric, region, as_of, period_start, parts, lowest, items
    from of_provinces

),

-- a whole that is said to be a number or more is no limit
wholes as (

    select
        metric,
        region,
        as_of,
        period_start,

        max("value") as whole,
        max(highest) as highest

    from figure_ranges
    where sector = 'all'
    group by metric, region, as_of, period_start
    having count(highest) = count(*)

),

-- a fifth or more away from what is counted for the same metric, region, sector and period, on the figure's own day
apart as (

    select
        figure_ranges.metric,
        figure_ranges.region,
        figure_ranges.sector,
        figure_ranges.as_of,
        figure_ranges.period_start,
        figure_ranges."value",
        figure_counts.number,

        count(*) over (partition by figure_ranges.region) as items,
        row_number() over (
            partition by figure_ranges.region
            order by
                figure_ranges.as_of desc,
                case when figure_ranges.sector = 'all' then 0 else 1 end,
                figure_ranges.metric,
                figure_ranges.sector,
                figure_ranges."value" desc,
                figure_ranges.source,
                figure_ranges.id
        ) as recency

    from figure_counts
    join figure_ranges
        on figure_ranges.source = figure_counts.source
        and figure_ranges.id = figure_counts.id
    where figure_counts.number < 0.8 * figure_ranges.lowest
        or figure_counts.number > 1.25 * figure_ranges.highest

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
where sums.lowest > wholes.highest

union all

-- who joined within a period is a member of all time at its end, unless they left
select
    'flow_over_stock' as check_id, 'warning' as severity, flows.region, flows.sector,
    'members_new ' || cast(flows.as_of as varchar) as subject,
    flows."value", stocks."value" as other, flows.as_of as since, 1 as items
from figure_ranges as flows
join figure_ranges as stocks
    on stocks.metric = 'members_total'
    and stocks.region = flows.region
    and stocks.sector = flows.sector
    and stocks.as_of = flows.as_of
where flows.metric = 'members_new'
    and not flows.is_of_other_scope
    and flows.lowest > stocks.highest

union all

-- one line for a region: its latest figure that is apart
select
    'published_against_counted' as check_id, 'note' as severity, region, sector,
    metric || ' ' || coalesce(cast(period_start as varchar) || '/', '') || cast(as_of as varchar) as subject,
    "value", cast(number as double) as other, as_of as since, items
from apart
where recency = 1
