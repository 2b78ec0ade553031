-- transfers_due
-- Grain:   one row per region, sector and month in which the number of transfers due changes.
-- Answers: how many members by labour relation wait for a transfer to the union that their employer has by now?
-- Reads:   memberships, own_unions, union_states
-- Source:  总工办发〔2021〕16号 （四）; contract, section 3 (transfers_due)
with

waiting as (

    select enterprise_id, union_id, region, sector, from_month, to_month
    from memberships
    where path in ('labour_relation', 'meets_relation')
        and enterprise_id is not null

),

groups as (

    select distinct enterprise_id, union_id, region, sector
    from waiting

),

changes as (

    select enterprise_id, union_id, region, sector, from_month as month, 1 as members, 0 as own, 0 as joined
    from waiting

    union all

    select enterprise_id, union_id, region, sector, to_month as month, -1 as members, 0 as own, 0 as joined
    from waiting
    where to_month is not null

    union all

    select groups.enterprise_id, groups.union_id, groups.region, groups.sector, own_unions.month, 0 as members, own_unions.own_change as own, 0 as joined
    from groups
    join own_unions
        on own_unions.host = 'enterprise'
        and own_unions.host_id = groups.enterprise_id

    union all

    -- their own union is live and names the enterprise: nothing is due
    select groups.enterprise_id, groups.union_id, groups.region, groups.sector, union_states.from_month as month, 0 as members, 0 as own, 1 as joined
    from groups
    join union_states
        on union_states.union_id = groups.union_id
        and union_states.enterprise_id = groups.enterprise_id

    union all

    select groups.enterprise_id, groups.union_id, groups.region, groups.sector, union_states.to_month as month, 0 as members, 0 as own, -1 as joined
    from groups
    join union_states
        on union_states.union_id = groups.union_id
        and union_states.enterprise_id = groups.enterprise_id
    where union_states.to_month is not null

),

months as (

    select
        enterprise_id,
        union_id,
        region,
        sector,
        month,

        sum(members) as members,
        sum(own) as own,
        sum(joined) as joined

    from changes
    group by enterprise_id, union_id, region, sector, month

),

running as (

    select
        enterprise_id,
        union_id,
        region,
        sector,
        month,

        sum(members) over (partition by enterprise_id, union_id, region, sector order by month) as members,
        sum(own) over (partition by enterprise_id, union_id, region, sector order by month) as own,
        sum(joined) over (partition by enterprise_id, union_id, region, sector order by month) as joined

    from months

),

due as (

    select
        enterprise_id,
        union_id,
        region,
        sector,
        month,

        case when own > 0 and joined = 0 then members else 0 end as due

    from running

),

steps as (

    select
        region,
        sector,
        month,

        due - coalesce(lag(due) over (partition by enterprise_id, union_id, region, sector order by month), 0) as change

    from due

)

select
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from steps
group by region, sector, month
order by region, sector, month
