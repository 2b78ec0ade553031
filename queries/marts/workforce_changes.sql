-- workforce_changes
-- Grain:   one row per region, sector, basis and month in which the workforce there changes.
-- Answers: how large is the workforce of a region, from its own report or else from those below it?
-- Reads:   region_paths, stg_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项; contract, section 3 (workforce)
with

ranked as (

    select
        case when length(region) = 12 then substr(region, 1, 9) else region end as place,
        region,
        sector,
        basis,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        cast("count" as bigint) as headcount,

        row_number() over (
            partition by region, sector, basis, year(occurred_on) * 12 + month(occurred_on)
            order by occurred_on desc, source desc, id desc
        ) as latest

    from stg_events
    where type = 'workforce.reported'
        and enterprise_id is null

),

own as (

    select
        region,
        place,
        sector,
        basis,
        month,

        headcount - coalesce(lag(headcount) over (partition by region, sector, basis order by month), 0) as change,
        min(month) over (partition by region, sector, basis) as first_month

    from ranked
    where latest = 1

),

reporters as (

    select distinct region, place, sector, basis, first_month
    from own

),

-- the regions above a reporter, and itself; a village stands one step below its township
above as (

    select
        reporters.region,
        reporters.sector,
        reporters.basis,
        region_paths.ancestor,

        region_paths.steps + case when length(reporters.region) = 12 then 1 else 0 end as steps

    from reporters
    join region_paths
        on region_paths.region = reporters.place

    union all

    select region, sector, basis, region as ancestor, 0 as steps
    from reporters
    where length(region) = 12

),

-- a reporter counts towards a region until the first month in which that region, or one between, reports itself
until as (

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

counted as (

    select
        until.ancestor,
        until.sector,
        until.basis,
        own.month,
        own.change

    from own
    join until
        on until.region = own.region
        and until.sector = own.sector
        and until.basis = own.basis
    where until.until_month is null
        or own.month < until.until_month

    union all

    select
        until.ancestor,
        until.sector,
        until.basis,
        until.until_month as month,
        -own.change as change

    from own
    join until
        on until.region = own.region
        and until.sector = own.sector
        and until.basis = own.basis
    where own.month < until.until_month

)

select
    ancestor as region,
    sector,
    basis,
    month,

    cast(sum(change) as bigint) as change

from counted
group by ancestor, sector, basis, month
order by region, sector, basis, month
