-- stg_zero_reports
-- Grain:   one row per live report that there is nothing to report.
-- Key:     source, id
-- Answers: for which type of event and month was nothing to report, and from which region?
-- Reads:   stg_events
-- Source:  requirements, section 5. It stands for the month in which its period ends.
select
    source,
    id,
    event_type,
    place as region,
    year(period_end) * 12 + month(period_end) - 1 as month,
    received_on

from stg_events
where type = 'zero.reported'
