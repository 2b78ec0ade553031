-- surveys
-- Grain:   one row per survey that tells a rate.
-- Answers: how satisfied are workers, and how well do they know the policies, where and when?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第2条 (政策知晓率), 三（八） (满意不满意)
with

kept as (

    select *
    from stg_events
    where type = 'survey.recorded'
        and rate is not null

)

select
    kind,
    region,
    sector,
    occurred_on,
    source,
    id,
    rate,
    "count" as asked

from kept
order by kind, region, occurred_on, source, id
