-- live_unions
-- Grain:   one row per union that is open now.
-- Key:     union_id
-- Answers: which unions are open, of which form, where, and whose are they?
-- Reads:   union_states
-- Source:  contract, section 3 (head_enterprises_unionized: a union of one's own). A union that is recorded again while
--          it is open is open since the first time.
with

opened as (

    select union_id, max(occurred_on) as opened_on
    from union_states
    where not was_open
    group by union_id

)

select
    union_states.union_id,
    name,
    form,
    region,
    sector,
    enterprise_id,
    station_id,
    parent_union_id,
    opened.opened_on as since,
    from_month,
    is_own,
    form in (
        'small_two_level', 'joint_union', 'sector_federation', 'regional_federation', 'courier_federation',
        'area_union', 'grassroots_federation'
    ) as is_fallback

from union_states
join opened
    on opened.union_id = union_states.union_id
where ended_on is null
order by union_id
