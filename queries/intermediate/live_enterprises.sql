-- live_enterprises
-- Grain:   one row per enterprise that is open now.
-- Key:     enterprise_id
-- Answers: which enterprises are open, where, and since when do they have a union of their own, or none?
-- Reads:   enterprise_states, enterprise_unions, union_states
-- Source:  contract, section 3 (head_enterprises_unionized: a union of one's own). An enterprise that is registered
--          again while it is open stays open since the first time.
with

opened as (

    select enterprise_id, max(occurred_on) as opened_on
    from enterprise_states
    where not was_open
    group by enterprise_id

),

union_ends as (

    select enterprise_id, max(ended_on) as ended_on
    from union_states
    where is_own
        and ended_on is not null
    group by enterprise_id

)

select
    enterprise_states.enterprise_id,
    enterprise_states.name,
    enterprise_states.kind,
    enterprise_states.region,
    enterprise_states.sector,
    opened.opened_on as since,
    enterprise_unions.since as unionized_on,
    case
        when enterprise_unions.since is not null then null
        when union_ends.ended_on > opened.opened_on then union_ends.ended_on
        else opened.opened_on
    end as without_union_since

from enterprise_states
join opened
    on opened.enterprise_id = enterprise_states.enterprise_id
left join enterprise_unions
    on enterprise_unions.enterprise_id = enterprise_states.enterprise_id
left join union_ends
    on union_ends.enterprise_id = enterprise_states.enterprise_id
where enterprise_states.ended_on is null
order by enterprise_id
