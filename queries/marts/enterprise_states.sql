-- enterprise_states
-- Grain:   one row per opening of an enterprise: its attributes until the next opening or closing.
-- Key:     source, id
-- Answers: which enterprises were open, with which attributes, from when to when?
-- Reads:   entity_openings, stg_enterprise_events
-- Source:  沪工总基〔2021〕141号 附件2 第五项; contract, section 3 (Things)
select
    stg_enterprise_events.enterprise_id,
    entity_openings.source,
    entity_openings.id,
    entity_openings.occurred_on,
    entity_openings.ended_on,
    stg_enterprise_events.name,
    stg_enterprise_events.kind,
    stg_enterprise_events.region,
    stg_enterprise_events.sector,
    entity_openings.was_open,
    entity_openings.from_month,
    entity_openings.to_month

from entity_openings
join stg_enterprise_events
    on stg_enterprise_events.source = entity_openings.source
    and stg_enterprise_events.id = entity_openings.id
where entity_openings.entity = 'enterprise'
order by enterprise_id, occurred_on, source, id
