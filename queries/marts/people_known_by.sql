-- people_known_by
-- Grain:   one row per way in which people are known other than by identity number: by phone only.
-- Key:     known_by
-- Answers: how many people may be counted twice, because nobody tied their phone to an identity number?
-- Reads:   people_by_phone
-- Source:  contract, section 5 (One person)
select known_by, people

from people_by_phone
order by known_by
