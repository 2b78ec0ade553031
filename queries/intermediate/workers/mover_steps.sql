-- mover_steps
-- Grain:   one row per join, transfer or leave of a worker who moved more than once.
-- Key:     worker, step
-- Answers: in which order did a worker move, and which earlier move set what a later one does not name?
-- Reads:   movers, stg_member_events
-- Source:  总工办发〔2021〕16号 （九）; contract, section 3 (Membership). The windows count the moves so far that begin a
--          segment of membership, that are joins, and that name a sector or an employer: rows of one count share
--          what that move set.
with

-- most workers move once: the others are few, and only their moves need to be ordered
moves as (

    select
        stg_member_events.worker,
        stg_member_events.source,
        stg_member_events.id,
        stg_member_events.occurred_on,
        stg_member_events.move,
        stg_member_events.move_rank,
        stg_member_events.union_id,
        stg_member_events.region,
        stg_member_events.sector,
        stg_member_events.enterprise_id,
        stg_member_events.path,
        stg_member_events.channel,
        stg_member_events.reason

    from stg_member_events
    join movers
        on movers.worker = stg_member_events.worker

)

select
    worker,
    row_number() over (partition by worker order by occurred_on, move_rank, source, id) as step,
    source,
    id,
    occurred_on,
    move,
    union_id,
    region,
    sector,
    enterprise_id,
    path,
    channel,
    reason,

    cast(sum(case when move <> 'leave' then 1 else 0 end) over (
        partition by worker order by occurred_on, move_rank, source, id rows unbounded preceding
    ) as bigint) as segment,
    cast(sum(case when move = 'join' then 1 else 0 end) over (
        partition by worker order by occurred_on, move_rank, source, id rows unbounded preceding
    ) as bigint) as joins,
    cast(sum(case when move <> 'leave' and sector is not null then 1 else 0 end) over (
        partition by worker order by occurred_on, move_rank, source, id rows unbounded preceding
    ) as bigint) as sector_changes,
    cast(sum(case when move = 'join' or (move = 'transfer' and enterprise_id is not null) then 1 else 0 end) over (
        partition by worker order by occurred_on, move_rank, source, id rows unbounded preceding
    ) as bigint) as employer_changes

from moves
