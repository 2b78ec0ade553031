-- transfer_without_membership
-- Grain:   one row per transfer of a worker who was no member.
-- Answers: which transfers made a member without a join?
-- Reads:   worker_findings
with

findings as (

    select *
    from worker_findings
    where list = 'transfer_without_membership'

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
