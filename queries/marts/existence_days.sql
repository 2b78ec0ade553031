-- existence_days
-- Grain:   one row per metric, part, region (nation to county), sector (or all) and stretch of days with any.
-- Key:     metric, part, region, sector, from_day
-- Answers: since which day is there any of what a target of existence asks for?
-- Reads:   online_join_days, region_paths, stg_act_events, union_states
-- Source:  contract, section 5 (Targets: existence has the day). What was done stays done: its stretch has no end, and
--          one begins with the first in each month, since a target may have a window.
--          test/queries/existence-days.test.ts holds the metrics and parts to the catalogue.
with

regions as (

    select region, ancestor
    from region_paths
    where ancestor_level in ('nation', 'province', 'prefecture', 'county')

),

done as (

    select type as metric, '' as part, region, sector, occurred_on
    from stg_act_events
    where type in ('site.designated', 'servicelist.published')

    union all

    select type || '.people' as metric, '' as part, region, sector, occurred_on
    from stg_act_events
    where type = 'informant.appointed'
        and people > 0

    union all

    select type as metric, 'kind=' || kind as part, region, sector, occurred_on
    from stg_act_events
    where (type = 'mechanism.established' and kind in ('five_party', 'negotiation'))
        or (type = 'bestpractice.published' and kind = 'published')

    union all

    select type as metric, 'scheme=' || scheme as part, region, sector, occurred_on
    from stg_act_events
    where type = 'assessment.recorded'
        and scheme in ('party_assessment', 'union_assessment')

    union all

    select type as metric, 'department=' || department as part, region, sector, occurred_on
    from stg_act_events
    where type = 'info.shared'
        and department = 'market_supervision'

    union all

    select
        'members_joined' as metric,
        'channel=online_full' as part,
        region,
        cast(null as varchar) as sector,
        occurred_on
    from online_join_days

),

first_days as (

    select
        done.metric,
        done.part,
        regions.ancestor as region,
        sectors.sector,

        min(done.occurred_on) as from_day,
        cast(null as date) as to_day

    from done
    join regions
        on regions.region = case
            when length(done.region) = 12 then substr(done.region, 1, 9)
            else done.region
        end
    cross join unnest(array[done.sector, 'all']) as sectors (sector)
    where sectors.sector is not null
    group by
        done.metric, done.part, regions.ancestor, sectors.sector,
        year(done.occurred_on) * 12 + month(done.occurred_on)

),

-- a union that is dissolved on the day on which it was founded is on no day
open_days as (

    select
        'form=' || union_states.form as part,
        regions.ancestor as region,
        sectors.sector,
        union_states.occurred_on as from_day,
        coalesce(union_states.ended_on, date '9999-12-31') as to_day

    from union_states
    join regions
        on regions.region = case
            when length(union_states.region) = 12 then substr(union_states.region, 1, 9)
            else union_states.region
        end
    cross join unnest(array[union_states.sector, 'all']) as sectors (sector)
    where union_states.form in ('courier_federation', 'sector_federation')
        and (union_states.ended_on is null or union_states.ended_on > union_states.occurred_on)
        and sectors.sector is not null

),

with_ends_before as (

    select
        part,
        region,
        sector,
        from_day,
        to_day,

        max(to_day) over (
            partition by part, region, sector order by from_day, to_day
            rows between unbounded preceding and 1 preceding
        ) as ended_before

    from open_days

),

numbered as (

    select
        part,
        region,
        sector,
        from_day,
        to_day,

        sum(case when ended_before >= from_day then 0 else 1 end) over (
            partition by part, region, sector order by from_day, to_day
            rows between unbounded preceding and current row
        ) as stretch

    from with_ends_before

),

stretches as (

    select
        'unions' as metric,
        part,
        region,
        sector,

        min(from_day) as from_day,
        nullif(max(to_day), date '9999-12-31') as to_day

    from numbered
    group by part, region, sector, stretch

)

select metric, part, region, sector, from_day, to_day
from first_days

union all

select metric, part, region, sector, from_day, to_day
from stretches
order by region, sector, metric, part, from_day
