-- people_by_phone
-- Grain:   one row per way in which people are known: by phone only.
-- Key:     known_by
-- Answers: how many people are known by phone only?
-- Reads:   stg_phone_events
-- Source:  contract, section 5 (One person)
select
    'phone' as known_by,

    count(distinct worker) as people

from stg_phone_events
having count(*) > 0
