-- stg_figure_events
-- Grain:   one row per live published figure.
-- Key:     source, id
-- Answers: what did others publish, for which region, sector and day, and in which words?
-- Reads:   stg_events
select
    source,
    id,
    metric,
    place as region,
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

from stg_events
where type = 'figure.published'
