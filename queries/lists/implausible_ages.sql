-- implausible_ages
-- Grain:   one row per live event whose worker was under 16 or over 100 on its day.
-- Key:     source, id
-- Answers: which identity numbers are to be checked, because people of that age hardly work?
-- Reads:   worker_findings
-- Source:  Labour Law, article 15 (from 16). `subject` is the event's type. Older events do not say it.
select source, id, occurred_on, region, sector, subject

from worker_findings
where list = 'implausible_ages'
order by occurred_on, source, id
