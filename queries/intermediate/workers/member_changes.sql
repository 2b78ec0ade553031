-- member_changes
-- Grain:   one row per metric of membership, part, region, sector (or all) and month in which it changes.
-- Key:     metric, part, region, sector, month
-- Answers: how many members joined, moved and left in which month, region and sector, by which path and channel?
-- Reads:   memberships, stg_member_records
-- Source:  contract, section 3 (members, members_joined, members_transferred, members_left); 总工办发〔2021〕16号 （九）
--          (members recorded by name)
with

begun as (

    select
        region,
        sector,
        from_month as month,

        count(*) as members,
        count(*) filter (where set_by = 'join' and not was_member) as joined,
        count(*) filter (where set_by = 'transfer' and was_member) as transferred

    from memberships
    group by region, sector, from_month

),

ended as (

    select
        region,
        sector,
        to_month as month,

        count(*) as members,
        count(left_on) as members_left,
        count(*) filter (where left_reason = 'lost_contact') as lost

    from memberships
    where to_month is not null
    group by region, sector, to_month

),

joined_by as (

    select region, 'path=' || path as part, from_month as month, count(*) as joined
    from memberships
    where set_by = 'join'
        and not was_member
    group by region, path, from_month

    union all

    select region, 'channel=' || channel as part, from_month as month, count(*) as joined
    from memberships
    where set_by = 'join'
        and not was_member
    group by region, channel, from_month

),

-- who is in the real-name database, since the first record of them
records as (

    select worker, min(year(occurred_on) * 12 + month(occurred_on) - 1) as month
    from stg_member_records
    group by worker

),

recorded as (

    select
        memberships.region,
        memberships.to_month,
        case
            when records.month > memberships.from_month then records.month
            else memberships.from_month
        end as from_month

    from memberships
    join records
        on records.worker = memberships.worker
    where memberships.to_month is null
        or memberships.to_month > records.month

),

changes as (

    select 'members' as metric, '' as part, region, sector, month, members as change
    from begun

    union all

    select 'members' as metric, 'recorded' as part, region, 'all' as sector, from_month as month, count(*) as change
    from recorded
    group by region, from_month

    union all

    select 'members' as metric, 'recorded' as part, region, 'all' as sector, to_month as month, -count(*) as change
    from recorded
    where to_month is not null
    group by region, to_month

    union all

    select 'members' as metric, '' as part, region, sector, month, -members as change
    from ended

    union all

    select 'members_joined' as metric, '' as part, region, sector, month, joined as change
    from begun

    union all

    select 'members_transferred' as metric, '' as part, region, sector, month, transferred as change
    from begun

    union all

    select 'members_left' as metric, '' as part, region, sector, month, members_left as change
    from ended

    union all

    select 'members_left' as metric, 'reason=lost_contact' as part, region, 'all' as sector, month, lost as change
    from ended

    union all

    select 'members_joined' as metric, part, region, 'all' as sector, month, joined as change
    from joined_by

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from changes
group by metric, part, region, sector, month
having sum(change) <> 0
