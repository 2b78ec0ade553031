-- duplicate_join
-- Grain:   one row per join by a worker who was a member already.
-- Answers: which joins moved a membership instead of beginning one?
-- Reads:   memberships
with

joins as (

    select *
    from memberships
    where set_by = 'join'
        and was_member

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    union_id as subject

from joins
order by occurred_on, source, id
