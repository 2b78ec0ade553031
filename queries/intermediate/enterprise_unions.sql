-- enterprise_unions
-- Grain:   one row per enterprise, recorded or not, that has an open union of its own.
-- Key:     enterprise_id
-- Answers: since when does an enterprise have the union that it has now?
-- Reads:   live_unions
-- Source:  contract, section 3 (head_enterprises_unionized: a union of one's own)
select
    enterprise_id,

    min(since) as since,
    min(from_month) as from_month

from live_unions
where is_own
group by enterprise_id
order by enterprise_id
