-- stg_survey_events
-- Grain:   one row per live survey.
-- Key:     source, id
-- Answers: what share did a survey find, where, when, and of how many that were asked?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第2条 (政策知晓率), 三（八） (满意不满意)
select
    source,
    id,
    kind,
    place as region,
    sector,
    occurred_on,
    rate,
    "count" as asked

from stg_events
where type = 'survey.recorded'
