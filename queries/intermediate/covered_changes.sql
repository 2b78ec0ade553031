-- covered_changes
-- Grain:   one row per region, sector, basis and month in which the number of its covered members changes.
-- Key:     region, sector, basis, month
-- Answers: how many members are of exactly those regions and sectors whose report is in the workforce of a region?
-- Reads:   member_days, region_paths, workforce_contributions, workforce_states
-- Source:  contract, section 3 (membership_rate): the numerator of a rate has only members whose workforce is in its
--          denominator. A report of 0 leaves its members out.
with

-- the months in which a reporter's own report, above 0, counts towards a region
counted as (

    select
        workforce_contributions.region,
        workforce_contributions.sector,
        workforce_contributions.basis,
        workforce_contributions.ancestor,
        workforce_states.month as from_month,

        case
            when workforce_contributions.until_month < workforce_states.to_month
                then workforce_contributions.until_month
            else coalesce(workforce_states.to_month, workforce_contributions.until_month)
        end as to_month

    from workforce_contributions
    join workforce_states
        on workforce_states.region = workforce_contributions.region
        and workforce_states.sector = workforce_contributions.sector
        and workforce_states.basis = workforce_contributions.basis
    where workforce_states.workers > 0
        and (
            workforce_contributions.until_month is null
            or workforce_states.month < workforce_contributions.until_month
        )

),

reporters as (

    select distinct region, sector
    from counted

),

member_months as (

    select region, sector, year(occurred_on) * 12 + month(occurred_on) - 1 as month, sum(change) as change
    from member_days
    group by region, sector, year(occurred_on) * 12 + month(occurred_on) - 1

),

-- the members of a reporter, and of the regions below it; a village lies below its township
members as (

    select reporters.region, reporters.sector, member_months.month, member_months.change
    from member_months
    join region_paths
        on region_paths.region = case
            when length(member_months.region) = 12 then substr(member_months.region, 1, 9)
            else member_months.region
        end
    join reporters
        on reporters.region = region_paths.ancestor
        and reporters.sector = member_months.sector

    union all

    select reporters.region, reporters.sector, member_months.month, member_months.change
    from member_months
    join reporters
        on reporters.region = member_months.region
        and reporters.sector = member_months.sector
    where length(member_months.region) = 12

),

monthly as (

    select region, sector, month, sum(change) as change
    from members
    group by region, sector, month

),

-- who was a member before counts from the first month on, and nobody any more from the last
changes as (

    select
        counted.ancestor as region,
        counted.sector,
        counted.basis,
        case when monthly.month > counted.from_month then monthly.month else counted.from_month end as month,
        monthly.change

    from counted
    join monthly
        on monthly.region = counted.region
        and monthly.sector = counted.sector
    where counted.to_month is null
        or monthly.month < counted.to_month

    union all

    select
        counted.ancestor as region,
        counted.sector,
        counted.basis,
        counted.to_month as month,
        -monthly.change as change

    from counted
    join monthly
        on monthly.region = counted.region
        and monthly.sector = counted.sector
        and monthly.month < counted.to_month

)

select
    region,
    sector,
    basis,
    month,

    cast(sum(change) as bigint) as change

from changes
group by region, sector, basis, month
having sum(change) <> 0
order by region, sector, basis, month
