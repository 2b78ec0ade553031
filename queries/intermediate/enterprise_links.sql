-- enterprise_links
-- Grain:   one row per enterprise, enterprise above it and relation.
-- Key:     enterprise_id, parent_id, relation
-- Answers: what lies below which enterprise, as what, since when?
-- Reads:   stg_enterprise_events
-- Source:  总工办发〔2021〕16号 （一） (关联企业)
select
    enterprise_id,
    parent_id,
    relation,

    min(occurred_on) as linked_on

from stg_enterprise_events
where change = 'linked'
group by enterprise_id, parent_id, relation
order by enterprise_id, parent_id, relation
