-- site_states
-- Grain:   one row per opening of a site: its attributes until the next opening or closing.
-- Key:     source, id
-- Answers: which sites were open, with which attributes, from when to when?
-- Reads:   entity_openings, stg_site_events
-- Source:  总工办发〔2021〕16号 （十）; contract, section 3 (Things)
select
    stg_site_events.site_id,
    entity_openings.source,
    entity_openings.id,
    entity_openings.occurred_on,
    entity_openings.ended_on,
    stg_site_events.name,
    stg_site_events.kind,
    stg_site_events.region,
    stg_site_events.sector,
    stg_site_events.mode,
    stg_site_events.setting,
    stg_site_events.integrated,
    stg_site_events.hours,
    stg_site_events.passes,
    entity_openings.was_open,
    entity_openings.from_month,
    entity_openings.to_month

from entity_openings
join stg_site_events
    on stg_site_events.source = entity_openings.source
    and stg_site_events.id = entity_openings.id
where entity_openings.entity = 'site'
order by site_id, occurred_on, source, id
