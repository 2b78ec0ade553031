-- site_parts
-- Grain:   one row per opening of a site and part that it counts in.
-- Key:     source, id, part
-- Answers: how was a site built, where is it set, is it one with union and home, does it pass the four-part test?
-- Reads:   site_states
-- Source:  全总维权意见答记者问 Q5下一步四; 沪工总基〔2021〕141号 二（二）7
with

listed as (

    select
        source,
        id,
        site_id,
        region,
        sector,
        from_month,
        to_month,

        kind
            || coalesce(';mode=' || mode, '')
            || coalesce(';setting=' || setting, '')
            || case when integrated then ';integrated' else '' end
            || case when hours is not null then ';with_hours' else '' end
            || coalesce(';passes=' || replace(passes, ';', ';passes='), '')
            || case
                when passes like '%found%'
                    and passes like '%entered%'
                    and passes like '%talked%'
                    and passes like '%done%' then ';passes_all'
                else ''
            end as parts

    from site_states

)

select
    listed.source,
    listed.id,
    listed.site_id,
    part_names.part,
    listed.region,
    listed.sector,
    listed.from_month,
    listed.to_month

from listed
cross join unnest(split(listed.parts, ';')) as part_names (part)
order by site_id, from_month, source, id, part
