-- transfers_due
-- Grain:   one row per region, sector and month in which the number of transfers due changes.
-- Key:     region, sector, month
-- Answers: how many members by labour relation wait for a transfer to the union that their employer has by now?
-- Reads:   own_unions, union_states, waiting_changes
-- Source:  总工办发〔2021〕16号 （四）; contract, section 3 (transfers_due)
with

-- without a union of its own an enterprise has nothing to transfer to
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

member_groups as (

    select distinct enterprise_id, union_id, region, sector
    from waiting

),

-- when the enterprise has a union (own), and when the members' union is live and names it (joined): then nothing is due
union_changes as (

    select host_id as enterprise_id, cast(null as varchar) as union_id, month, own_change as own, 0 as joined
    from own_unions
    where host = 'enterprise'

    union all

    select enterprise_id, union_id, from_month as month, 0 as own, 1 as joined
    from union_states
    where enterprise_id is not null

    union all

    select enterprise_id, union_id, to_month as month, 0 as own, -1 as joined
    from union_states
    where enterprise_id is not null
        and to_month is not null

),

changes as (

    select enterprise_id, union_id, region, sector, month, change as members, 0 as own, 0 as joined
    from waiting

    union all

    select
        member_groups.enterprise_id,
        member_groups.union_id,
        member_groups.region,
        member_groups.sector,
        union_changes.month,
        0 as members,
        union_changes.own,
        union_changes.joined

    from member_groups
    join union_changes
        on union_changes.enterprise_id = member_groups.enterprise_id
        and coalesce(union_changes.union_id, member_groups.union_id) = member_groups.union_id

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

stocks as (

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

steps as (

    select
        region,
        sector,
        month,

        case when own > 0 and joined = 0 then members else 0 end as due,
        lag(case when own > 0 and joined = 0 then members else 0 end)
            over (partition by enterprise_id, union_id, region, sector order by month) as previously_due

    from stocks

)

select
    region,
    sector,
    month,

    cast(sum(due - coalesce(previously_due, 0)) as bigint) as change

from steps
group by region, sector, month
order by region, sector, month
