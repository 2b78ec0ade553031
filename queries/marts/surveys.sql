-- surveys
-- Grain:   one row per survey that found a rate.
-- Key:     source, id
-- Answers: how satisfied are workers, and how well do they know the policies, where and when?
-- Reads:   stg_survey_events
-- Source:  陕工函〔2021〕28号 第2条 (政策知晓率), 三（八） (满意不满意)
select
    kind,
    region,
    sector,
    occurred_on,
    source,
    id,
    rate,
    asked

from stg_survey_events
where rate is not null
order by kind, region, occurred_on, source, id
