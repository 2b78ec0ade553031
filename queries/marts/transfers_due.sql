-- transfers_due
-- Grain:   one row per region, sector and month in which the number of transfers due changes.
-- Answers: how many members by labour relation wait for a transfer to the union that their employer has by now?
-- Reads:   own_unions, union_states, waiting_changes
-- Source:  总工办发〔2021〕16号 （四）; contract, section 3 (transfers_due)
with

-- without a union of its own there is nothing to transfer to
hosts as (

    select distinct host_id as enterprise_id
    from own_unions
    where host = 'enterprise'

),

waiting as (

    select
        waiting_changes.enterprise_id,
        waiting_changes.union_id,
        waiting_changes.region,
        waiting_changes.sector,
        waiting_changes.month,
        waiting_changes.change

    from waiting_changes
    join hosts
        on hosts.enterprise_id = waiting_changes.enterprise_id

),

groups as (

    select distinct enterprise_id, union_id, region, sector
    from waiting

),

changes as (

    select enterprise_id, union_id, region, sector, month, change as members, 0 as own, 0 as joined
    from waiting

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
