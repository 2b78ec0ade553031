-- stg_member_records
-- Grain:   one row per live update of a member's record in the real-name database.
-- Key:     source, id
-- Answers: which workers are in the real-name database, since when?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 附件3 三.2
select
    source,
    id,
    worker,
    occurred_on

from stg_events
where type = 'member.updated'
