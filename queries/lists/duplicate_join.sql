-- duplicate_join
-- Grain:   one row per join by a worker who was a member already.
-- Answers: which joins moved a membership instead of beginning one?
-- Reads:   worker_findings
with

findings as (

    select *
    from worker_findings
    where list = 'duplicate_join'

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    subject

from findings
order by occurred_on, source, id
