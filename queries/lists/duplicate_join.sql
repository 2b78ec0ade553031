-- duplicate_join
-- Grain:   one row per join by a worker who was a member already.
-- Key:     source, id
-- Answers: which joins moved a membership instead of beginning one?
-- Reads:   worker_findings
select source, id, occurred_on, region, sector, subject

from worker_findings
where list = 'duplicate_join'
order by occurred_on, source, id
