-- stg_phone_events
-- Grain:   one row per live event of somebody who is known by a phone, and by no identity number.
-- Key:     source, id
-- Answers: who is known by phone only?
-- Reads:   stg_events, ties
-- Source:  contract, section 5 (One person). Events of before `worker_known_by` was stored do not say it.
select
    stg_events.source,
    stg_events.id,
    stg_events.worker

from stg_events
left join ties
    on ties.identifier = stg_events.worker
where stg_events.worker_known_by = 'phone'
    and ties.identifier is null
