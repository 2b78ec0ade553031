-- stg_events
-- Grain:   one row per live event: the highest accepted revision of its identity, unless that one is a void.
-- Key:     source, id
-- Answers: what is recorded, and not withdrawn?
-- Reads:   events, latest_revisions
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

)

-- every column of the catalogue: a new event type needs no edit here
select *

from last_revisions
where not is_void
