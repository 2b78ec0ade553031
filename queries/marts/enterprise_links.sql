-- enterprise_links
-- Grain:   one row per enterprise, enterprise above it and relation.
-- Answers: what lies below which enterprise, as what?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （一） (关联企业)
with

kept as (

    select distinct enterprise_id, parent_id, relation
    from stg_events
    where type = 'enterprise.linked'

)

select enterprise_id, parent_id, relation

from kept
order by enterprise_id, parent_id, relation
