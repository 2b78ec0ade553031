-- stg_fund_events
-- Grain:   one row per live spending of union funds.
-- Key:     source, id
-- Answers: from which fund was money spent, for what, where and when?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 三（九）
select
    source,
    id,
    occurred_on,
    place as region,
    sector,
    fund,
    purpose

from stg_events
where type = 'fund.spent'
