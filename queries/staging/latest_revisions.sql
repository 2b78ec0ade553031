-- latest_revisions
-- Grain:   one row per identity that has a revision above 1.
-- Key:     source, id
-- Answers: which revision of a corrected or withdrawn event is its last?
-- Reads:   events
with

corrections as (

    select source, id, revision
    from events
    where revision > 1

)

select
    source,
    id,

    max(revision) as revision

from corrections
group by source, id
