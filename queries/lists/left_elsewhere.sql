-- left_elsewhere
-- Grain:   one row per leave that does not name the worker's current union.
-- Answers: which leaves had no effect?
-- Reads:   worker_findings
with

findings as (

    select *
    from worker_findings
    where list = 'left_elsewhere'

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
