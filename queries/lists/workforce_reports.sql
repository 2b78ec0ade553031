-- workforce_reports
-- Grain:   one row per region, sector, basis and source: its latest report of how many workers there are.
-- Key:     region, sector, basis, source
-- Answers: which figures of the workforce differ, from whom and of which day?
-- Reads:   stg_workforce_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项; the documents give no denominator (requirements, section 7, item 20), so rivals are
--          shown side by side
with

ranked as (

    select
        region,
        sector,
        basis,
        source,
        occurred_on,
        workers,

        row_number() over (partition by region, sector, basis, source order by occurred_on desc, id desc) as recency

    from stg_workforce_events

)

select
    region,
    sector,
    basis,
    source,
    occurred_on,
    workers

from ranked
where recency = 1
order by region, sector, basis, source
