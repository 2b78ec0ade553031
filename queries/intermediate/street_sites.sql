-- street_sites
-- Grain:   one row per township (street) and month in which its first site opens (1) or its last one closes (-1).
-- Key:     region, month
-- Answers: which streets have a service site?
-- Reads:   site_states
-- Source:  沪工总基〔2021〕141号 二（二）7 (全域覆盖; the street as the unit is our reading)
with

changes as (

    select substr(region, 1, 9) as region, from_month as month, 1 as change
    from site_states
    where length(region) > 6

    union all

    select substr(region, 1, 9) as region, to_month as month, -1 as change
    from site_states
    where length(region) > 6
        and to_month is not null

),

months as (

    select region, month, sum(change) as change
    from changes
    group by region, month

),

stocks as (

    select
        region,
        month,

        case when sum(change) over (partition by region order by month) > 0 then 1 else 0 end as has_site

    from months

),

steps as (

    select region, month, has_site - coalesce(lag(has_site) over (partition by region order by month), 0) as change
    from stocks

)

select
    region,
    month,
    cast(change as bigint) as change

from steps
where change <> 0
order by region, month
