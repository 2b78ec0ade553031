-- stg_union_events
-- Grain:   one row per live founding, dissolution or merger of a union.
-- Key:     source, id
-- Answers: which union was founded or ended, when and as what?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （一）; contract, section 3 (Things). A union that is merged into another has ended.
select
    source,
    id,
    union_id,
    occurred_on,
    case type when 'union.established' then 'opened' else 'closed' end as change,

    name,
    form,
    mode,
    place as region,
    sector,
    enterprise_id,
    station_id,
    parent_union_id,
    covers,
    area_kind,
    enterprise_size

from stg_events
where type in ('union.established', 'union.dissolved')
    -- other changes leave a union as it is
    or (type = 'union.changed' and stg_events.change in ('merged', 'dissolved'))
