-- blank_cells
-- Grain:   one row per county, sector and month in which the cell becomes blank (1) or stops being so (-1).
-- Answers: where are there workers of a sector and no union of that county and sector?
-- Reads:   region_paths, union_states, workforce_changes
-- Source:  沪工总基〔2021〕141号 三（一）; contract, section 3 (blank_cells)
with

unions as (

    select region_paths.ancestor as region, union_states.sector, union_states.from_month, union_states.to_month
    from union_states
    join region_paths
        on region_paths.region = case when length(union_states.region) = 12 then substr(union_states.region, 1, 9) else union_states.region end
    where union_states.sector is not null
        and region_paths.ancestor_level = 'county'

),

counties as (

    select ancestor as region
    from region_paths
    where steps = 0
        and ancestor_level = 'county'

),

changes as (

    select
        workforce_changes.region,
        sector,
        month,
        case basis when 'registered' then change else 0 end as registered,
        case basis when 'surveyed' then change else 0 end as surveyed,
        case basis when 'estimated' then change else 0 end as estimated,
        case basis when 'published' then change else 0 end as published,
        0 as unions

    from workforce_changes
    join counties
        on counties.region = workforce_changes.region

    union all

    select region, sector, from_month as month, 0 as registered, 0 as surveyed, 0 as estimated, 0 as published, 1 as unions
    from unions

    union all

    select region, sector, to_month as month, 0 as registered, 0 as surveyed, 0 as estimated, 0 as published, -1 as unions
    from unions
    where to_month is not null

),

months as (

    select
        region,
        sector,
        month,

        sum(registered) as registered,
        sum(surveyed) as surveyed,
        sum(estimated) as estimated,
        sum(published) as published,
        sum(unions) as unions

    from changes
    group by region, sector, month

),

running as (

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

blank as (

    select
        region,
        sector,
        month,

        case
            when unions = 0 and (registered > 0 or surveyed > 0 or estimated > 0 or published > 0) then 1
            else 0
        end as blank

    from running

),

steps as (

    select
        region,
        sector,
        month,

        blank - coalesce(lag(blank) over (partition by region, sector order by month), 0) as change

    from blank

)

select
    region,
    sector,
    month,
    cast(change as bigint) as change

from steps
where change <> 0
order by region, sector, month
