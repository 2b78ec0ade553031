-- own_unions
-- Grain:   one row per enterprise or station and month in which its own unions, or those that cover it, change.
-- Key:     host, host_id, month
-- Answers: from which month on does an enterprise or station have a union of its own, or one that covers it?
-- Reads:   union_states
-- Source:  contract, section 3 (head_enterprises_unionized, enterprises_covered, stations_unionized)
with

hosts as (

    select
        'enterprise' as host,
        enterprise_id as host_id,
        from_month,
        to_month,
        1 as own,
        0 as covering

    from union_states
    where is_own

    union all

    select
        'station' as host,
        station_id as host_id,
        from_month,
        to_month,
        1 as own,
        0 as covering

    from union_states
    where station_id is not null

    union all

    select
        'enterprise' as host,
        covered.enterprise_id as host_id,
        from_month,
        to_month,
        0 as own,
        1 as covering

    from union_states
    cross join unnest(split(covers, ';')) as covered (enterprise_id)
    where covers is not null

),

changes as (

    select host, host_id, from_month as month, own, covering
    from hosts

    union all

    select host, host_id, to_month as month, -own as own, -covering as covering
    from hosts
    where to_month is not null

)

select
    host,
    host_id,
    month,

    cast(sum(own) as bigint) as own_change,
    cast(sum(covering) as bigint) as covering_change

from changes
group by host, host_id, month
order by host, host_id, month
