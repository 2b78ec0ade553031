-- stg_enterprise_events
-- Grain:   one row per live registration, closing, link to another enterprise, or founding of a party organisation.
-- Key:     source, id
-- Answers: what happened to an enterprise, and when?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 附件2 第五项, 二（一）1 (党组织); 总工办发〔2021〕16号 （一） (关联企业)
select
    source,
    id,
    enterprise_id,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    case type
        when 'enterprise.registered' then 'opened'
        when 'enterprise.closed' then 'closed'
        when 'enterprise.linked' then 'linked'
        else 'party_founded'
    end as change,

    name,
    kind,
    place as region,
    sector,
    parent_id,
    relation

from stg_events
where type in ('enterprise.registered', 'enterprise.closed', 'enterprise.linked', 'partyorg.established')
