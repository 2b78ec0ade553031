-- stg_member_events
-- Grain:   one row per live join, transfer or leave of a worker.
-- Key:     source, id
-- Answers: which worker joined, moved to or left which union, when, where and how?
-- Reads:   stg_events, ties
-- Source:  contract, section 3 (Membership). Of one day, joins come before transfers and these before leaves.
select
    source,
    id,
    coalesce(ties.person, stg_events.worker) as worker,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    case type when 'member.joined' then 'join' when 'member.transferred' then 'transfer' else 'leave' end as move,
    case type when 'member.joined' then 1 when 'member.transferred' then 2 else 3 end as move_rank,

    -- the union that the worker is a member of after it; of a leave, the one that is left
    case type when 'member.transferred' then to_union_id else union_id end as union_id,
    place as region,
    sector,
    enterprise_id,
    case type when 'member.joined' then path end as path,
    case type when 'member.joined' then channel end as channel,
    case type when 'member.left' then reason end as reason

from stg_events
left join ties
    on ties.identifier = stg_events.worker
where type in ('member.joined', 'member.transferred', 'member.left')
