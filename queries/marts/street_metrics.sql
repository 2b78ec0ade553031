-- street_metrics
-- Grain:   one row per metric whose events name townships.
-- Key:     metric
-- Answers: which metrics can be asked for by township?
-- Reads:   street_cube
-- Source:  contract, section 5 (Streets)
select metric

from street_cube
group by metric
order by metric
