-- enterprise_timelines
-- Grain:   one row per open enterprise and stretch of months in which nothing about it changes.
-- Key:     enterprise_id, from_month
-- Answers: in which months was an enterprise open, unionized, covered, or due to found a union?
-- Reads:   enterprise_states, individual_changes, own_unions
-- Source:  沪工总基〔2021〕141号 二（一）3 (25 individual members); contract, section 3
with

changes as (

    select host_id as enterprise_id, month, own_change as own, covering_change as covering, 0 as individual
    from own_unions
    where host = 'enterprise'

    union all

    select enterprise_id, month, 0 as own, 0 as covering, change as individual
    from individual_changes

    union all

    select enterprise_id, from_month as month, 0 as own, 0 as covering, 0 as individual
    from enterprise_states

    union all

    select enterprise_id, to_month as month, 0 as own, 0 as covering, 0 as individual
    from enterprise_states
    where to_month is not null

),

months as (

    select
        enterprise_id,
        month,

        sum(own) as own,
        sum(covering) as covering,
        sum(individual) as individual

    from changes
    group by enterprise_id, month

),

stretches as (

    select
        enterprise_id,
        month as from_month,
        lead(month) over (partition by enterprise_id order by month) as to_month,

        sum(own) over (partition by enterprise_id order by month) as own,
        sum(covering) over (partition by enterprise_id order by month) as covering,
        sum(individual) over (partition by enterprise_id order by month) as individual

    from months

)

select
    stretches.enterprise_id,
    stretches.from_month,
    stretches.to_month,
    enterprise_states.kind,
    enterprise_states.region,
    enterprise_states.sector,
    stretches.own > 0 as is_unionized,
    stretches.own > 0 or stretches.covering > 0 as is_covered,
    stretches.own = 0 and stretches.individual >= 25 as is_due

from stretches
join enterprise_states
    on enterprise_states.enterprise_id = stretches.enterprise_id
    and enterprise_states.from_month <= stretches.from_month
    and (enterprise_states.to_month is null or stretches.from_month < enterprise_states.to_month)
order by enterprise_id, from_month
