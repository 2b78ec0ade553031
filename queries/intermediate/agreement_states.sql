-- agreement_states
-- Grain:   one row per agreement, as it was reported last.
-- Key:     agreement_id
-- Answers: which agreements are in force, on which topics, for how many workers, from when to when?
-- Reads:   stg_agreement_events
-- Source:  陕工函〔2021〕28号 第7条; 全总维权意见答记者问 Q6三
with

ranked as (

    select
        stg_agreement_events.*,

        row_number() over (partition by agreement_id order by occurred_on desc, source desc, id desc) as recency

    from stg_agreement_events

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
    from_month,
    to_month

from ranked
where recency = 1
order by agreement_id
