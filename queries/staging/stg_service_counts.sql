-- stg_service_counts
-- Grain:   one row per live report of services as a count, without naming workers.
-- Key:     source, id
-- Answers: how many services of which kind were delivered where, in which month?
-- Reads:   stg_events
-- Source:  contract, section 3 (service_persontimes)
select
    source,
    id,
    place as region,
    sector,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    kind,
    site_id,
    -- null where it was not reported
    member as is_member,
    cast("count" as bigint) as services

from stg_events
where type = 'service.delivered'
    and worker is null
