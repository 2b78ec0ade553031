-- movers
-- Grain:   one row per worker with two or more joins, transfers and leaves.
-- Answers: whose moves must be put in order?
-- Reads:   stg_events
with

moves as (

    select worker
    from stg_events
    where type in ('member.joined', 'member.transferred', 'member.left')

)

select worker

from moves
group by worker
having count(*) > 1
