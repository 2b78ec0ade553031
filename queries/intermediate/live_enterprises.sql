-- live_enterprises
-- Grain:   one row per enterprise that is open now.
-- Key:     enterprise_id
-- Answers: which enterprises are open, where, and since when do they have a union of their own?
-- Reads:   enterprise_states, enterprise_unions
-- Source:  contract, section 3 (head_enterprises_unionized: a union of one's own)
select
    enterprise_states.enterprise_id,
    enterprise_states.name,
    enterprise_states.kind,
    enterprise_states.region,
    enterprise_states.sector,
    enterprise_states.occurred_on as since,
    enterprise_unions.since as unionized_on

from enterprise_states
left join enterprise_unions
    on enterprise_unions.enterprise_id = enterprise_states.enterprise_id
where enterprise_states.ended_on is null
order by enterprise_id
