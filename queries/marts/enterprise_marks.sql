-- enterprise_marks
-- Grain:   one row per enterprise and mark: that another enterprise is above it, that it has a party organisation.
-- Answers: since which month is an enterprise linked to another, or has a party organisation?
-- Reads:   stg_events
-- Source:  总工办发〔2021〕16号 （一） (关联企业); 沪工总基〔2021〕141号 二（一）1 (党组织)
with

marked as (

    select
        enterprise_id,
        case type when 'enterprise.linked' then 'linked' else 'party' end as mark,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month

    from stg_events
    where type in ('enterprise.linked', 'partyorg.established')

)

select
    enterprise_id,
    mark,
    min(month) as since_month

from marked
group by enterprise_id, mark
order by enterprise_id, mark
