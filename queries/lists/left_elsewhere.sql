-- left_elsewhere
-- Grain:   one row per leave that does not name the worker's current union.
-- Answers: which leaves had no effect?
-- Reads:   memberships, stg_events
with

leaves as (

    select *
    from stg_events
    where type = 'member.left'

)

select
    leaves.source,
    leaves.id,
    leaves.occurred_on,
    cast(null as varchar) as region,
    cast(null as varchar) as sector,
    leaves.union_id as subject

from leaves
left join memberships
    on memberships.left_source = leaves.source
    and memberships.left_id = leaves.id
where memberships.worker is null
order by leaves.occurred_on, leaves.source, leaves.id
