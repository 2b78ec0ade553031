-- stg_agreement_events
-- Grain:   one row per live signing or renewal of a collective agreement.
-- Key:     source, id
-- Answers: what was agreed with which enterprise, for how many workers, from when to when?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第7条; 全总维权意见答记者问 Q6三. In force at a month's end up to its last day of validity.
with

agreements as (

    select
        source,
        id,
        agreement_id,
        occurred_on,
        kind,
        place as region,
        sector,
        enterprise_id,
        topics,
        workers_covered,
        valid_from,
        valid_to,

        day(valid_to) = case
            when month(valid_to) in (1, 3, 5, 7, 8, 10, 12) then 31
            when month(valid_to) in (4, 6, 9, 11) then 30
            when mod(year(valid_to), 4) = 0 and (mod(year(valid_to), 100) <> 0 or mod(year(valid_to), 400) = 0) then 29
            else 28
        end as is_valid_to_month_end

    from stg_events
    where type = 'agreement.signed'

)

select
    source,
    id,
    agreement_id,
    occurred_on,
    kind,
    region,
    sector,
    enterprise_id,
    topics,
    workers_covered,
    valid_from,
    valid_to,
    year(valid_from) * 12 + month(valid_from) - 1 as from_month,
    year(valid_to) * 12 + month(valid_to) - 1 + case when is_valid_to_month_end then 1 else 0 end as to_month

from agreements
