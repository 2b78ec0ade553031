-- memberships
-- Grain:   one row per join or transfer of a worker: the state of membership that it set.
-- Answers: where was each worker a member, in which union and sector, from when to when?
-- Reads:   movers, stg_events
-- Source:  总工办发〔2021〕16号 （九）; contract, section 3 (Membership)
with

-- most workers move once: the others are few, and only their moves need to be ordered
ordered_moves as (

    select
        stg_events.worker,
        stg_events.source,
        stg_events.id,
        stg_events.occurred_on,
        case stg_events.type when 'member.joined' then 1 when 'member.transferred' then 2 else 3 end as place,

        case stg_events.type when 'member.transferred' then stg_events.to_union_id else stg_events.union_id end as union_id,
        stg_events.region,
        stg_events.sector,
        stg_events.enterprise_id,
        stg_events.path,
        stg_events.channel,
        stg_events.reason

    from stg_events
    join movers
        on movers.worker = stg_events.worker
    where stg_events.type in ('member.joined', 'member.transferred', 'member.left')

),

counted as (

    select
        ordered_moves.*,

        row_number() over (partition by worker order by occurred_on, place, source, id) as step,
        sum(case when place < 3 then 1 else 0 end)
            over (partition by worker order by occurred_on, place, source, id rows unbounded preceding) as segment,
        sum(case when place = 1 then 1 else 0 end)
            over (partition by worker order by occurred_on, place, source, id rows unbounded preceding) as joins,
        sum(case when place < 3 and sector is not null then 1 else 0 end)
            over (partition by worker order by occurred_on, place, source, id rows unbounded preceding) as sectors,
        sum(case when place = 1 or (place = 2 and enterprise_id is not null) then 1 else 0 end)
            over (partition by worker order by occurred_on, place, source, id rows unbounded preceding) as enterprises

    from ordered_moves

),

settings as (

    select
        worker,
        segment,
        source,
        id,
        place,
        occurred_on,
        union_id,
        region,

        -- a transfer keeps what it does not name: the value of the move that set it last
        coalesce(max(sector) over (partition by worker, sectors), 'other') as sector,
        max(enterprise_id) over (partition by worker, enterprises) as enterprise_id,
        max(case when place = 1 then path end) over (partition by worker, joins) as path,
        max(case when place = 1 then channel end) over (partition by worker, joins) as channel

    from counted
    where place < 3

),

-- a leave counts only if it names the current union: the first such leave of a segment ends it
leaves as (

    select
        counted.worker,
        counted.segment,

        min(counted.step) as step

    from counted
    join settings
        on settings.worker = counted.worker
        and settings.segment = counted.segment
        and settings.union_id = counted.union_id
    where counted.place = 3
    group by counted.worker, counted.segment

),

ended as (

    select
        settings.worker,
        settings.segment,
        settings.source,
        settings.id,
        settings.place,
        settings.occurred_on,
        settings.union_id,
        settings.region,
        settings.sector,
        settings.enterprise_id,
        settings.path,
        settings.channel,

        counted.occurred_on as left_on,
        counted.source as left_source,
        counted.id as left_id,
        counted.reason as left_reason,
        lead(settings.occurred_on) over (partition by settings.worker order by settings.segment) as next_on

    from settings
    left join leaves
        on leaves.worker = settings.worker
        and leaves.segment = settings.segment
    left join counted
        on counted.worker = leaves.worker
        and counted.step = leaves.step

),

linked as (

    select
        ended.*,

        segment > 1
            and lag(left_on) over (partition by worker order by segment) is null as was_member

    from ended

    union all

    select
        stg_events.worker,
        1 as segment,
        stg_events.source,
        stg_events.id,
        case stg_events.type when 'member.joined' then 1 else 2 end as place,
        stg_events.occurred_on,
        case stg_events.type when 'member.transferred' then stg_events.to_union_id else stg_events.union_id end as union_id,
        stg_events.region,
        coalesce(stg_events.sector, 'other') as sector,
        stg_events.enterprise_id,
        case stg_events.type when 'member.joined' then stg_events.path end as path,
        case stg_events.type when 'member.joined' then stg_events.channel end as channel,

        cast(null as date) as left_on,
        cast(null as varchar) as left_source,
        cast(null as varchar) as left_id,
        cast(null as varchar) as left_reason,
        cast(null as date) as next_on,
        false as was_member

    from stg_events
    left join movers
        on movers.worker = stg_events.worker
    where movers.worker is null
        and stg_events.type in ('member.joined', 'member.transferred')

)

select
    worker,
    cast(segment as bigint) as segment,
    source,
    id,
    case place when 1 then 'join' else 'transfer' end as set_by,
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

from linked
