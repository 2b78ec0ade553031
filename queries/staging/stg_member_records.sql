-- stg_member_records
-- Grain:   one row per live update of a member's record in the real-name database.
-- Key:     source, id
-- Answers: which workers are in the real-name database, since when?
-- Reads:   stg_events, ties
-- Source:  沪工总基〔2021〕141号 附件3 三.2
select
    source,
    id,
    coalesce(ties.person, stg_events.worker) as worker,
    occurred_on

from stg_events
left join ties
    on ties.identifier = stg_events.worker
where type = 'member.updated'
