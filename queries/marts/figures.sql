-- figures
-- Grain:   one row per published figure.
-- Key:     source, id
-- Answers: what did others publish, for which region, sector and day, and in which words?
-- Reads:   stg_figure_events
select
    source,
    id,
    metric,
    region,
    sector,
    as_of,
    period_start,
    "value",
    unit,
    qualifier,
    outlet,
    title,
    url,
    published_on,
    quote

from stg_figure_events
order by metric, region, sector, as_of, source, id
