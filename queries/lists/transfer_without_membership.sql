-- transfer_without_membership
-- Grain:   one row per transfer of a worker who was no member.
-- Key:     source, id
-- Answers: which transfers made a member without a join?
-- Reads:   worker_findings
select source, id, occurred_on, region, sector, subject

from worker_findings
where list = 'transfer_without_membership'
order by occurred_on, source, id
