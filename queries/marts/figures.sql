-- figures
-- Grain:   one row per published figure.
-- Answers: what did others publish, for which region, sector and day, and in which words?
-- Reads:   stg_events
with

published as (

    select *
    from stg_events
    where type = 'figure.published'

)

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

from published
order by metric, region, sector, as_of, source, id
