-- stg_mechanism_events
-- Grain:   one row per live founding of a mechanism, such as a leading group.
-- Key:     source, id
-- Answers: which mechanisms were set up where, when and under whom?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 一（二）
select
    source,
    id,
    occurred_on,
    kind,
    head,
    place as region,
    sector

from stg_events
where type = 'mechanism.established'
