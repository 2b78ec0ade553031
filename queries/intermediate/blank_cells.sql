-- blank_cells
-- Grain:   one row per county, sector and month in which the cell becomes blank (1) or stops being so (-1).
-- Key:     region, sector, month
-- Answers: where are there workers of a sector and no union of that county and sector?
-- Reads:   region_paths, union_states, workforce_changes
-- Source:  沪工总基〔2021〕141号 三（一）; contract, section 3 (blank_cells). Workers are there while any basis counts some.
--          A 7 as the fifth digit is a functional zone, which is no county.
with

unions as (

    select region_paths.ancestor as region, union_states.sector, union_states.from_month, union_states.to_month
    from union_states
    join region_paths
        on region_paths.region = case
            when length(union_states.region) = 12 then substr(union_states.region, 1, 9)
            else union_states.region
        end
    where union_states.sector is not null
        and region_paths.ancestor_level = 'county'
        and substr(region_paths.ancestor, 5, 1) <> '7'

),

changes as (

    select
        workforce_changes.region,
        workforce_changes.sector,
        workforce_changes.month,
        workforce_changes.basis,
        workforce_changes.change as workers,
        0 as unions

    from workforce_changes
    join region_paths as counties
        on counties.region = workforce_changes.region
        and counties.steps = 0
        and counties.ancestor_level = 'county'
        and substr(counties.region, 5, 1) <> '7'

    union all

    select region, sector, from_month as month, cast(null as varchar) as basis, 0 as workers, 1 as unions
    from unions

    union all

    select region, sector, to_month as month, cast(null as varchar) as basis, 0 as workers, -1 as unions
    from unions
    where to_month is not null

),

months as (

    select
        region,
        sector,
        month,

        sum(case when basis = 'registered' then workers else 0 end) as registered,
        sum(case when basis = 'surveyed' then workers else 0 end) as surveyed,
        sum(case when basis = 'estimated' then workers else 0 end) as estimated,
        sum(case when basis = 'published' then workers else 0 end) as published,
        sum(unions) as unions

    from changes
    group by region, sector, month

),

stocks as (

    select
        region,
        sector,
        month,

        sum(registered) over (partition by region, sector order by month) as registered,
        sum(surveyed) over (partition by region, sector order by month) as surveyed,
        sum(estimated) over (partition by region, sector order by month) as estimated,
        sum(published) over (partition by region, sector order by month) as published,
        sum(unions) over (partition by region, sector order by month) as unions

    from months

),

blanks as (

    select
        region,
        sector,
        month,

        case
            when unions = 0 and (registered > 0 or surveyed > 0 or estimated > 0 or published > 0) then 1
            else 0
        end as is_blank

    from stocks

),

steps as (

    select
        region,
        sector,
        month,

        is_blank - coalesce(lag(is_blank) over (partition by region, sector order by month), 0) as change

    from blanks

)

select
    region,
    sector,
    month,
    cast(change as bigint) as change

from steps
where change <> 0
order by region, sector, month
