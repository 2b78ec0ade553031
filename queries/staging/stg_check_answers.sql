-- stg_check_answers
-- Grain:   one row per live answer of a region to what a check found.
-- Key:     source, id
-- Answers: what did a region say of a finding, and when?
-- Reads:   stg_events
select
    source,
    id,
    check_id,
    subject,
    place as region,
    answer,
    occurred_on as answered_on

from stg_events
where type = 'check.answered'
