-- stg_activity_events
-- Grain:   one row per live activity.
-- Key:     source, id
-- Answers: which activities were held at which enterprise, and when?
-- Reads:   stg_events
-- Source:  全总维权意见答记者问 Q6七
select
    source,
    id,
    occurred_on,
    kind,
    enterprise_id

from stg_events
where type = 'activity.held'
