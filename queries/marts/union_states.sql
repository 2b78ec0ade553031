-- union_states
-- Grain:   one row per opening of a union: its attributes until the next opening or closing.
-- Key:     source, id
-- Answers: which unions were open, with which attributes, from when to when?
-- Reads:   entity_openings, stg_union_events
-- Source:  总工办发〔2021〕16号 （一）; contract, section 3 (Things; head_enterprises_unionized: a union of one's own)
select
    stg_union_events.union_id,
    entity_openings.source,
    entity_openings.id,
    entity_openings.occurred_on,
    entity_openings.ended_on,
    stg_union_events.name,
    stg_union_events.form,
    stg_union_events.mode,
    stg_union_events.region,
    stg_union_events.sector,
    stg_union_events.enterprise_id,
    stg_union_events.station_id,
    stg_union_events.parent_union_id,
    stg_union_events.covers,
    stg_union_events.area_kind,
    stg_union_events.enterprise_size,
    -- of the enterprise itself: a station's union is the station's
    stg_union_events.enterprise_id is not null
        and stg_union_events.station_id is null
        and stg_union_events.form in (
            'enterprise_union', 'head_office_union', 'agent_union', 'attached_union'
        ) as is_own,
    entity_openings.was_open,
    entity_openings.from_month,
    entity_openings.to_month

from entity_openings
join stg_union_events
    on stg_union_events.source = entity_openings.source
    and stg_union_events.id = entity_openings.id
where entity_openings.entity = 'union'
order by union_id, occurred_on, source, id
