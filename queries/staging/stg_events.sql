-- stg_events
-- Grain:   one row per live event: the highest accepted revision of its identity, unless that one is a void.
-- Answers: what is recorded, and not withdrawn?
-- Reads:   events
with

ranked as (

    select
        events.*,

        row_number() over (partition by source, id order by revision desc) as newest

    from events

)

-- every column of the catalogue: a new event type needs no edit here
select *

from ranked
where newest = 1
    and not is_void
