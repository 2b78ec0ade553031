-- movers
-- Grain:   one row per worker with two or more joins, transfers and leaves.
-- Key:     worker
-- Answers: whose moves must be put in order?
-- Reads:   stg_member_events
select worker

from stg_member_events
group by worker
having count(*) > 1
