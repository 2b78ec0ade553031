-- worker_findings
-- Grain:   one row per list and event that is on it.
-- Key:     list, source, id
-- Answers: which joins, transfers and leaves deserve a look, and which events for their region or the worker's age?
-- Reads:   memberships, region_paths, stg_member_events, stg_worker_events
-- Source:  contract, section 3 (members_joined, members_transferred, Membership) and 5 (Regions in time)
with

findings as (

    select 'duplicate_join' as list, source, id, occurred_on, region, sector, union_id as subject
    from memberships
    where set_by = 'join'
        and was_member

    union all

    select 'transfer_without_membership' as list, source, id, occurred_on, region, sector, union_id as subject
    from memberships
    where set_by = 'transfer'
        and not was_member

    union all

    select
        'left_elsewhere' as list,
        leaves.source,
        leaves.id,
        leaves.occurred_on,
        cast(null as varchar) as region,
        cast(null as varchar) as sector,
        leaves.union_id as subject

    from stg_member_events as leaves
    left join memberships
        on memberships.left_source = leaves.source
        and memberships.left_id = leaves.id
    where leaves.move = 'leave'
        and memberships.worker is null

    union all

    select
        'region_split' as list,
        sent.source,
        sent.id,
        sent.occurred_on,
        sent.region,
        sent.sector,
        sent.sent_region as subject

    from stg_worker_events as sent
    join region_paths
        on region_paths.region = sent.sent_region
        and region_paths.ancestor_level = 'one_of_successors'

    union all

    select 'implausible_ages' as list, source, id, occurred_on, region, sector, type as subject
    from stg_worker_events
    where has_implausible_age

)

select
    list,
    source,
    id,
    occurred_on,
    region,
    sector,
    subject,

    cast(1 as bigint) as found

from findings
