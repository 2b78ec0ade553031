-- enterprise_marks
-- Grain:   one row per enterprise and mark: that another enterprise is above it, that it has a party organisation.
-- Key:     enterprise_id, mark
-- Answers: since which day and month is an enterprise linked to another, or has a party organisation?
-- Reads:   stg_enterprise_events
-- Source:  总工办发〔2021〕16号 （一） (关联企业); 沪工总基〔2021〕141号 二（一）1 (党组织)
with

marks as (

    select
        enterprise_id,
        case change when 'linked' then 'linked' else 'party' end as mark,
        occurred_on,
        month

    from stg_enterprise_events
    where change in ('linked', 'party_founded')

)

select
    enterprise_id,
    mark,

    min(occurred_on) as since,
    min(month) as since_month

from marks
group by enterprise_id, mark
order by enterprise_id, mark
