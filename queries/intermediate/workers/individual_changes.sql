-- individual_changes
-- Grain:   one row per enterprise and month in which the number of its individual members changes.
-- Key:     enterprise_id, month
-- Answers: how many joined one by one, from which enterprise?
-- Reads:   memberships
-- Source:  沪工总基〔2021〕141号 二（一）3; contract, section 3 (units_due)
with

individuals as (

    select enterprise_id, from_month, to_month
    from memberships
    where channel = 'individual'
        and enterprise_id is not null

),

changes as (

    select enterprise_id, from_month as month, 1 as change
    from individuals

    union all

    select enterprise_id, to_month as month, -1 as change
    from individuals
    where to_month is not null

)

select
    enterprise_id,
    month,

    cast(sum(change) as bigint) as change

from changes
group by enterprise_id, month
having sum(change) <> 0
