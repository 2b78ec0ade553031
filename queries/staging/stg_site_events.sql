-- stg_site_events
-- Grain:   one row per live opening or closing of a service site.
-- Key:     source, id
-- Answers: which site was opened or closed, when, where and how is it equipped?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （十）
select
    source,
    id,
    site_id,
    occurred_on,
    case type when 'site.opened' then 'opened' else 'closed' end as change,

    name,
    kind,
    place as region,
    sector,
    mode,
    setting,
    integrated,
    hours,
    passes

from stg_events
where type in ('site.opened', 'site.closed')
