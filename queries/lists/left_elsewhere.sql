-- left_elsewhere
-- Grain:   one row per leave that does not name the worker's current union.
-- Key:     source, id
-- Answers: which leaves had no effect?
-- Reads:   worker_findings
select source, id, occurred_on, region, sector, subject

from worker_findings
where list = 'left_elsewhere'
order by occurred_on, source, id
