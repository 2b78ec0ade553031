-- workforce_reports
-- Grain:   one row per region, sector, basis and source: its latest report of how many workers there are.
-- Answers: which figures of the workforce stand beside each other, from whom and of which day?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 附件2 第三项; the documents give no denominator (seeds map, section 7, item 20), so rivals stay side by side
with

ranked as (

    select
        stg_events.*,

        row_number() over (partition by region, sector, basis, source order by occurred_on desc, id desc) as turn

    from stg_events
    where type = 'workforce.reported'
        and enterprise_id is null

)

select
    region,
    sector,
    basis,
    source,
    occurred_on,
    "count" as workers

from ranked
where turn = 1
order by region, sector, basis, source
