-- workforce_changes
-- Grain:   one row per region, sector, basis and month in which the workforce there changes.
-- Key:     region, sector, basis, month
-- Answers: how large is the workforce of a region, from its own report or else from those below it?
-- Reads:   region_paths, stg_workforce_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项; contract, section 3 (workforce)
with

ranked as (

    select
        known_region,
        region,
        sector,
        basis,
        month,
        cast(workers as bigint) as workers,

        row_number() over (
            partition by region, sector, basis, month
            order by occurred_on desc, source desc, id desc
        ) as recency

    from stg_workforce_events

),

own as (

    select
        region,
        known_region,
        sector,
        basis,
        month,

        workers - coalesce(lag(workers) over (partition by region, sector, basis order by month), 0) as change,
        min(month) over (partition by region, sector, basis) as first_month

    from ranked
    where recency = 1

),

reporters as (

    select distinct region, known_region, sector, basis, first_month
    from own

),

-- the regions above a reporter, and itself; a village lies one step below its township
above as (

    select
        reporters.region,
        reporters.sector,
        reporters.basis,
        region_paths.ancestor,

        region_paths.steps + case when length(reporters.region) = 12 then 1 else 0 end as steps

    from reporters
    join region_paths
        on region_paths.region = reporters.known_region

    union all

    select region, sector, basis, region as ancestor, 0 as steps
    from reporters
    where length(region) = 12

),

-- a reporter counts towards a region until the first month in which that region, or one between, reports itself
contributions as (

    select
        above.region,
        above.sector,
        above.basis,
        above.ancestor,

        min(reporters.first_month) over (
            partition by above.region, above.sector, above.basis
            order by above.steps
            rows unbounded preceding
        ) as until_month

    from above
    left join reporters
        on above.steps > 0
        and reporters.region = above.ancestor
        and reporters.sector = above.sector
        and reporters.basis = above.basis

),

contributed as (

    select
        contributions.ancestor,
        contributions.sector,
        contributions.basis,
        contributions.until_month,
        own.month,
        own.change

    from own
    join contributions
        on contributions.region = own.region
        and contributions.sector = own.sector
        and contributions.basis = own.basis
    where contributions.until_month is null
        or own.month < contributions.until_month

),

changes as (

    select ancestor as region, sector, basis, month, change
    from contributed

    union all

    select ancestor as region, sector, basis, until_month as month, -change as change
    from contributed
    where until_month is not null

)

select
    region,
    sector,
    basis,
    month,

    cast(sum(change) as bigint) as change

from changes
group by region, sector, basis, month
order by region, sector, basis, month
