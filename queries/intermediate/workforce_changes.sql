-- workforce_changes
-- Grain:   one row per region, sector, basis and month in which the workforce there changes.
-- Key:     region, sector, basis, month
-- Answers: how large is the workforce of a region, from its own report or else from those below it?
-- Reads:   workforce_contributions, workforce_states
-- Source:  沪工总基〔2021〕141号 附件2 第三项; contract, section 3 (workforce)
with

contributed as (

    select
        workforce_contributions.ancestor,
        workforce_contributions.sector,
        workforce_contributions.basis,
        workforce_contributions.until_month,
        workforce_states.month,

        workforce_states.workers - workforce_states.workers_before as change

    from workforce_states
    join workforce_contributions
        on workforce_contributions.region = workforce_states.region
        and workforce_contributions.sector = workforce_states.sector
        and workforce_contributions.basis = workforce_states.basis
    where workforce_contributions.until_month is null
        or workforce_states.month < workforce_contributions.until_month

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
