-- enterprise_links
-- Grain:   one row per enterprise, enterprise above it and relation.
-- Key:     enterprise_id, parent_id, relation
-- Answers: what lies below which enterprise, as what?
-- Reads:   stg_enterprise_events
-- Source:  总工办发〔2021〕16号 （一） (关联企业)
select distinct enterprise_id, parent_id, relation

from stg_enterprise_events
where change = 'linked'
order by enterprise_id, parent_id, relation
