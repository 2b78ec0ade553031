-- agreement_states
-- Grain:   one row per agreement, as it was told last.
-- Answers: which agreements are in force, on which topics, for how many workers, from when to when?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第7条; 全总维权意见答记者问 Q6三. In force at a month's end up to its last day of validity.
with

ranked as (

    select
        stg_events.*,

        row_number() over (partition by agreement_id order by occurred_on desc, source desc, id desc) as turn

    from stg_events
    where type = 'agreement.signed'

),

dated as (

    select
        ranked.*,

        day(valid_to) = case
            when month(valid_to) in (1, 3, 5, 7, 8, 10, 12) then 31
            when month(valid_to) in (4, 6, 9, 11) then 30
            when mod(year(valid_to), 4) = 0 and (mod(year(valid_to), 100) <> 0 or mod(year(valid_to), 400) = 0) then 29
            else 28
        end as to_month_end

    from ranked
    where turn = 1

)

select
    agreement_id,
    source,
    id,
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
    year(valid_to) * 12 + month(valid_to) - 1 + case when to_month_end then 1 else 0 end as to_month

from dated
order by agreement_id
