-- stg_fee_events
-- Grain:   one row per live setting of a region's fee.
-- Key:     source, id
-- Answers: which fee did a region set, and when?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 二（三）10
select
    source,
    id,
    place as region,
    occurred_on as set_on,
    cast(round(amount_cny * 100) as bigint) as fen

from stg_events
where type = 'fee.set'
