-- stg_events
-- Grain:   one row per live event: the highest accepted revision of its identity, unless that one is a void.
-- Key:     source, id
-- Answers: what is recorded, and not withdrawn, and in which region of the table does it count?
-- Reads:   events, former_regions, latest_revisions
-- Source:  contract, section 5 (Regions in time). `region` is the code as it was sent, `place` where the event counts.
with

-- few events are ever corrected: looking these up is cheaper than ranking all
last_revisions as (

    select events.*
    from events
    left join latest_revisions
        on latest_revisions.source = events.source
        and latest_revisions.id = events.id
    where latest_revisions.revision is null
        or latest_revisions.revision = events.revision

),

placed as (

    select last_revisions.*, coalesce(former_regions.successor, last_revisions.region) as place
    from last_revisions
    left join former_regions
        on former_regions.former_region = last_revisions.region

)

-- every column of the catalogue: a new event type needs no edit here
select *

from placed
where not is_void
