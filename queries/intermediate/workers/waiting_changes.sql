-- waiting_changes
-- Grain:   one row per enterprise, union, region, sector and month in which its members by labour relation change.
-- Key:     enterprise_id, union_id, region, sector, month
-- Answers: how many members by labour relation does an enterprise have in which union?
-- Reads:   memberships
-- Source:  总工办发〔2021〕16号 （四）; contract, section 3 (transfers_due)
with

waiting as (

    select enterprise_id, union_id, region, sector, from_month, to_month
    from memberships
    where path in ('labour_relation', 'meets_relation')
        and enterprise_id is not null

),

changes as (

    select enterprise_id, union_id, region, sector, from_month as month, 1 as change
    from waiting

    union all

    select enterprise_id, union_id, region, sector, to_month as month, -1 as change
    from waiting
    where to_month is not null

)

select
    enterprise_id,
    union_id,
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from changes
group by enterprise_id, union_id, region, sector, month
having sum(change) <> 0
