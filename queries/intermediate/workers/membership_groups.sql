-- membership_groups
-- Grain:   one row per union, enterprise, path, channel, region, sector, month of joining (if it matters) and state.
-- Key:     union_id, enterprise_id?, path?, channel?, region, sector, from_month?, state
-- Answers: who is a member where, by which path and channel, recorded by name or not, and from where was contact lost?
-- Reads:   memberships, stg_member_records
-- Source:  总工办发〔2021〕16号 （四）至（九）; 沪工总基〔2021〕141号 二（一）3
with

recorded as (

    select distinct worker
    from stg_member_records

),

states as (

    select
        memberships.union_id,
        memberships.enterprise_id,
        memberships.path,
        memberships.channel,
        memberships.region,
        memberships.sector,
        -- whether a worker joined before or after the employer's union was founded decides which rule holds
        case
            when memberships.path in ('labour_relation', 'meets_relation') and memberships.enterprise_id is not null
                then memberships.from_month
        end as from_month,
        case
            when memberships.ended_on is null and recorded.worker is null then 'member'
            when memberships.ended_on is null then 'recorded'
            else 'lost'
        end as state

    from memberships
    left join recorded
        on recorded.worker = memberships.worker
    where memberships.ended_on is null
        or memberships.left_reason = 'lost_contact'

)

select
    union_id,
    enterprise_id,
    path,
    channel,
    region,
    sector,
    from_month,
    state,

    count(*) as members

from states
group by union_id, enterprise_id, path, channel, region, sector, from_month, state
