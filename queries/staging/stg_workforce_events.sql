-- stg_workforce_events
-- Grain:   one row per live report of how many workers a region has.
-- Key:     source, id
-- Answers: how many workers of a sector did who report for a region, when and on which basis?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项. What an enterprise reports of itself is not the workforce of a region.
select
    source,
    id,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    place as region,
    case when length(place) = 12 then substr(place, 1, 9) else place end as known_region,
    sector,
    basis,
    "count" as workers

from stg_events
where type = 'workforce.reported'
    and enterprise_id is null
