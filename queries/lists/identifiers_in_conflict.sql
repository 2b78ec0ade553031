-- identifiers_in_conflict
-- Grain:   one row per live event and phone or reference in it that several people are named with.
-- Key:     source, id, subject
-- Answers: which events contradict each other about whose a phone or a reference is?
-- Reads:   identifier_conflicts, lone_conflicts
-- Source:  contract, section 5 (One person)
select source, id, occurred_on, region, sector, subject, named_with, named, first_source, first_id
from identifier_conflicts

union

select source, id, occurred_on, region, sector, subject, named_with, named, first_source, first_id
from lone_conflicts
order by first_source, first_id, subject, source, id
