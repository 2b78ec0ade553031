-- service_changes
-- Grain:   one row per part of services, region, sector (or all) and month with such services.
-- Key:     part, region, sector, month
-- Answers: how many services did named workers receive, of which kind, at a site or not, and how many were not members?
-- Reads:   stg_service_events
-- Source:  contract, section 3 (service_persontimes). Parts count in all sectors together.
with

kinds as (

    select
        known_region as region,
        sector,
        kind,
        month,

        count(*) as services,
        count(site_id) as at_site,
        count(*) filter (where not is_member) as not_member

    from stg_service_events
    group by known_region, sector, kind, month

),

changes as (

    select '' as part, region, sector, month, services as change
    from kinds

    union all

    select 'kind=' || kind as part, region, 'all' as sector, month, services as change
    from kinds

    union all

    select 'at_site' as part, region, 'all' as sector, month, at_site as change
    from kinds
    where at_site > 0

    union all

    select 'not_member' as part, region, 'all' as sector, month, not_member as change
    from kinds
    where not_member > 0

)

select
    part,
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from changes
group by part, region, sector, month
