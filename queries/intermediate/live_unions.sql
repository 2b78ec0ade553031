-- live_unions
-- Grain:   one row per union that is open now.
-- Key:     union_id
-- Answers: which unions are open, of which form, where, and whose are they?
-- Reads:   union_states
-- Source:  contract, section 3 (head_enterprises_unionized: a union of one's own)
select
    union_id,
    name,
    form,
    region,
    sector,
    enterprise_id,
    station_id,
    parent_union_id,
    occurred_on as since,
    from_month,
    enterprise_id is not null
        and station_id is null
        and form in ('enterprise_union', 'head_office_union', 'agent_union', 'attached_union') as is_own,
    form in (
        'small_two_level', 'joint_union', 'sector_federation', 'regional_federation', 'courier_federation',
        'area_union', 'grassroots_federation'
    ) as is_fallback

from union_states
where ended_on is null
order by union_id
