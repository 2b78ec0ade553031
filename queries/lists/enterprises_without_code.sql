-- enterprises_without_code
-- Grain:   one row per open enterprise that is known by a local code only.
-- Key:     subject
-- Answers: for which enterprises is the unified social credit code still to be found?
-- Reads:   enterprise_states
select
    source,
    id,
    occurred_on,
    region,
    sector,
    enterprise_id as subject

from enterprise_states
where ended_on is null
    and enterprise_id like 'local:%'
order by region, subject
