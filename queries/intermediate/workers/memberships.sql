-- memberships
-- Grain:   one row per join or transfer of a worker: the state of membership that it set.
-- Key:     worker, segment
-- Answers: where was each worker a member, in which union and sector, from when to when?
-- Reads:   mover_steps, movers, stg_member_events
-- Source:  总工办发〔2021〕16号 （九）; contract, section 3 (Membership)
with

states as (

    select
        worker,
        segment,
        source,
        id,
        move,
        occurred_on,
        union_id,
        region,

        -- a transfer keeps what it does not name: the value of the move that set it last
        coalesce(max(sector) over (partition by worker, sector_changes), 'other') as sector,
        max(enterprise_id) over (partition by worker, employer_changes) as enterprise_id,
        max(path) over (partition by worker, joins) as path,
        max(channel) over (partition by worker, joins) as channel

    from mover_steps
    where move <> 'leave'

),

-- a leave counts only if it names the current union: the first such leave of a segment ends it
leaves as (

    select
        mover_steps.worker,
        mover_steps.segment,

        min(mover_steps.step) as step

    from mover_steps
    join states
        on states.worker = mover_steps.worker
        and states.segment = mover_steps.segment
        and states.union_id = mover_steps.union_id
    where mover_steps.move = 'leave'
    group by mover_steps.worker, mover_steps.segment

),

ended as (

    select
        states.worker,
        states.segment,
        states.source,
        states.id,
        states.move,
        states.occurred_on,
        states.union_id,
        states.region,
        states.sector,
        states.enterprise_id,
        states.path,
        states.channel,

        mover_steps.occurred_on as left_on,
        mover_steps.source as left_source,
        mover_steps.id as left_id,
        mover_steps.reason as left_reason,
        lead(states.occurred_on) over (partition by states.worker order by states.segment) as next_on

    from states
    left join leaves
        on leaves.worker = states.worker
        and leaves.segment = states.segment
    left join mover_steps
        on mover_steps.worker = leaves.worker
        and mover_steps.step = leaves.step

),

segments as (

    select
        ended.*,

        segment > 1 and lag(left_on) over (partition by worker order by segment) is null as was_member

    from ended

    union all

    select
        stg_member_events.worker,
        1 as segment,
        stg_member_events.source,
        stg_member_events.id,
        stg_member_events.move,
        stg_member_events.occurred_on,
        stg_member_events.union_id,
        stg_member_events.region,
        coalesce(stg_member_events.sector, 'other') as sector,
        stg_member_events.enterprise_id,
        stg_member_events.path,
        stg_member_events.channel,

        cast(null as date) as left_on,
        cast(null as varchar) as left_source,
        cast(null as varchar) as left_id,
        cast(null as varchar) as left_reason,
        cast(null as date) as next_on,
        false as was_member

    from stg_member_events
    left join movers
        on movers.worker = stg_member_events.worker
    where movers.worker is null
        and stg_member_events.move <> 'leave'

)

select
    worker,
    cast(segment as bigint) as segment,
    source,
    id,
    move as set_by,
    occurred_on,
    left_on,
    left_source,
    left_id,
    left_reason,
    coalesce(left_on, next_on) as ended_on,
    union_id,
    region,
    sector,
    enterprise_id,
    path,
    channel,
    was_member,
    year(occurred_on) * 12 + month(occurred_on) - 1 as from_month,
    year(coalesce(left_on, next_on)) * 12 + month(coalesce(left_on, next_on)) - 1 as to_month

from segments
