-- figure_counts
-- Grain:   one row per published figure that something counted is like, where anything of it was received.
-- Key:     source, id
-- Answers: what is counted for the metric, region, sector and period of a published figure, on the figure's own day?
-- Reads:   enterprise_states, figure_ranges, member_days, region_paths, site_states, union_states
-- Source:  contract, section 5 (published_against_counted) and section 3. Exact on any day: members from the days of
--          memberships, things from the days of openings. A total at a day and a number of new ones within a period are
--          not alike, nor is a figure of other groups than the sector. test/queries/figure-counts.test.ts holds the
--          pairs to the catalogue.
with

pairs as (

    select published, counted, is_flow
    from (
        values
        ('members_total', 'members', false),
        ('members_new', 'members_joined', true),
        ('unions_total', 'unions', false),
        ('unions_new', 'unions_established', true),
        ('head_enterprises_in_scope', 'head_enterprises', false),
        ('head_enterprises_unionized', 'head_enterprises_unionized', false),
        ('enterprises_unionized', 'enterprises_unionized', false),
        ('driver_homes_total', 'driver_homes', false)
    ) as listed (published, counted, is_flow)

),

asked as (

    select
        figure_ranges.source,
        figure_ranges.id,
        figure_ranges.region,
        figure_ranges.sector,
        figure_ranges.period_start,
        figure_ranges.as_of,
        pairs.counted

    from figure_ranges
    join pairs
        on pairs.published = figure_ranges.metric
        and pairs.is_flow = (figure_ranges.period_start is not null)
    where not figure_ranges.is_of_other_scope

),

changes as (

    select 'members' as counted, region, sector, occurred_on, change
    from member_days

    union all

    select 'members_joined' as counted, region, sector, occurred_on, joined as change
    from member_days

    union all

    select 'unions' as counted, region, sector, occurred_on, 1 as change
    from union_states

    union all

    select 'unions' as counted, region, sector, ended_on as occurred_on, -1 as change
    from union_states
    where ended_on is not null

    union all

    select 'unions_established' as counted, region, sector, occurred_on, 1 as change
    from union_states
    where not was_open

    union all

    select 'head_enterprises' as counted, region, sector, occurred_on, 1 as change
    from enterprise_states
    where kind = 'head'

    union all

    select 'head_enterprises' as counted, region, sector, ended_on as occurred_on, -1 as change
    from enterprise_states
    where kind = 'head'
        and ended_on is not null

    union all

    -- a home of drivers is of freight, also where its opening names no sector
    select 'driver_homes' as counted, region, coalesce(sector, 'freight') as sector, occurred_on, 1 as change
    from site_states
    where kind = 'driver_home'

    union all

    select 'driver_homes' as counted, region, coalesce(sector, 'freight') as sector, ended_on, -1 as change
    from site_states
    where kind = 'driver_home'
        and ended_on is not null

),

places as (

    select region_paths.region, region_paths.ancestor
    from region_paths
    join (select distinct region from asked) as regions
        on regions.region = region_paths.ancestor

),

-- few days of few regions, before figures are set against them
daily as (

    select
        changes.counted,
        places.ancestor as region,
        changes.sector,
        changes.occurred_on,

        sum(changes.change) as change

    from changes
    join places
        on places.region = case
            when length(changes.region) = 12 then substr(changes.region, 1, 9)
            else changes.region
        end
    group by changes.counted, places.ancestor, changes.sector, changes.occurred_on

),

summed as (

    select
        asked.source,
        asked.id,

        sum(case
            when daily.occurred_on > asked.as_of or daily.occurred_on < asked.period_start then 0
            else daily.change
        end) as number

    from asked
    join daily
        on daily.counted = asked.counted
        and daily.region = asked.region
        and (asked.sector = 'all' or daily.sector = asked.sector)
    group by asked.source, asked.id

),

-- enterprises that are open, and of these those that have a union of their own on the day
unionized as (

    select
        asked.source,
        asked.id,

        count(distinct case
            when enterprise_states.occurred_on <= asked.as_of
                and (enterprise_states.ended_on is null or enterprise_states.ended_on > asked.as_of)
                and union_states.occurred_on <= asked.as_of
                and (union_states.ended_on is null or union_states.ended_on > asked.as_of)
                then enterprise_states.enterprise_id
        end) as number

    from asked
    join places
        on places.ancestor = asked.region
    join enterprise_states
        on places.region = case
            when length(enterprise_states.region) = 12 then substr(enterprise_states.region, 1, 9)
            else enterprise_states.region
        end
        and (asked.sector = 'all' or enterprise_states.sector = asked.sector)
        and (asked.counted = 'enterprises_unionized' or enterprise_states.kind = 'head')
    join (select distinct region from daily where counted = 'unions') as regions_with_union
        on regions_with_union.region = asked.region
    left join union_states
        on union_states.enterprise_id = enterprise_states.enterprise_id
        and union_states.is_own
    where asked.counted in ('enterprises_unionized', 'head_enterprises_unionized')
    group by asked.source, asked.id

),

found as (

    select source, id, number
    from summed

    union all

    select source, id, number
    from unionized

)

select
    asked.source,
    asked.id,
    asked.counted,
    asked.region,
    asked.sector,
    asked.period_start,
    asked.as_of,

    cast(found.number as bigint) as number

from asked
join found
    on found.source = asked.source
    and found.id = asked.id
order by counted, region, sector, as_of, source, id
