-- workforce_contributions
-- Grain:   one row per region that reports its workforce, sector, basis, and region that the report counts towards.
-- Key:     region, sector, basis, ancestor
-- Answers: towards which regions does a report of a workforce count, and until when?
-- Reads:   region_paths, workforce_states
-- Source:  contract, section 3 (workforce): a region's own report, where it has none those below it by the same rule
with

reporters as (

    select distinct region, known_region, sector, basis, first_month
    from workforce_states

),

-- the regions above a reporter, and itself; a village lies one step below its township
above as (

    select
        reporters.region,
        reporters.sector,
        reporters.basis,
        reporters.first_month,
        region_paths.ancestor,

        region_paths.steps + case when length(reporters.region) = 12 then 1 else 0 end as steps

    from reporters
    join region_paths
        on region_paths.region = reporters.known_region

    union all

    select region, sector, basis, first_month, region as ancestor, 0 as steps
    from reporters
    where length(region) = 12

)

-- a reporter counts towards a region until the first month in which that region, or one between, reports itself
select
    above.region,
    above.sector,
    above.basis,
    above.ancestor,
    above.first_month,

    min(reporters.first_month) over (
        partition by above.region, above.sector, above.basis
        order by above.steps
        rows unbounded preceding
    ) as until_month

from above
-- a condition on one side only would make the engine compare every pair
left join reporters
    on reporters.region = case when above.steps > 0 then above.ancestor end
    and reporters.sector = above.sector
    and reporters.basis = above.basis
order by region, sector, basis, ancestor
