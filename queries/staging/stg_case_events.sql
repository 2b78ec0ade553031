-- stg_case_events
-- Grain:   one row per live opening or closing of a dispute's case.
-- Key:     source, id
-- Answers: which case was opened or closed, when, where and by which channel?
-- Reads:   stg_events
-- Source:  全总维权意见答记者问 Q3五
select
    source,
    id,
    case_id,
    occurred_on,
    case type when 'case.opened' then 'opened' else 'closed' end as change,
    place as region,
    sector,
    channel

from stg_events
where type in ('case.opened', 'case.closed')
