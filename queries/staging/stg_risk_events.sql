-- stg_risk_events
-- Grain:   one row per live report of a risk, or step of handling it.
-- Key:     source, id
-- Answers: which risk was found, warned of or handled, and when?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第11条 (早发现、早预警、早处置)
select
    source,
    id,
    risk_id,
    occurred_on,
    case type when 'risk.reported' then 'reported' else step end as step,
    place as region,
    sector,
    kind

from stg_events
where type in ('risk.reported', 'risk.handled')
