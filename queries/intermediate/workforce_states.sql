-- workforce_states
-- Grain:   one row per reporting region, sector, basis and month of a report: what holds from there on.
-- Key:     region, sector, basis, month
-- Answers: how many workers did a region report of itself, from which month to which?
-- Reads:   stg_workforce_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项; contract, section 3 (workforce): the latest report of a month counts
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

)

select
    region,
    known_region,
    sector,
    basis,
    month,
    workers,

    coalesce(lag(workers) over (partition by region, sector, basis order by month), 0) as workers_before,
    lead(month) over (partition by region, sector, basis order by month) as to_month,
    min(month) over (partition by region, sector, basis) as first_month

from ranked
where recency = 1
order by region, sector, basis, month
