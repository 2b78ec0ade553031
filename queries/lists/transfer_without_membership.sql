-- transfer_without_membership
-- Grain:   one row per transfer of a worker who was no member.
-- Answers: which transfers made a member without a join?
-- Reads:   memberships
with

transfers as (

    select *
    from memberships
    where set_by = 'transfer'
        and not was_member

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    union_id as subject

from transfers
order by occurred_on, source, id
