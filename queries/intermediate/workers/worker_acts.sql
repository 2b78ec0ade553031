-- worker_acts
-- Grain:   one row per event type that names a worker, list of its parts, region of the event, sector and month.
-- Key:     type, parts, region?, sector?, month
-- Answers: how many acts that name a worker were reported, and with what about them?
-- Reads:   stg_worker_acts
-- Source:  requirements, section 2 (measures). `parts` is a list: each part ends in a semicolon, so that its last,
--          empty item is the whole.
with

timed as (

    select
        stg_worker_acts.*,

        -- an answer before its question is a slip and has no days; a list shows it
        case
            when days_before >= 0 then days_before
            when days_after >= 0 then days_after
        end as days

    from stg_worker_acts

),

listed as (

    select
        type,
        coalesce('kind=' || kind || ';', '')
            || coalesce('channel=' || channel || ';', '')
            || coalesce('topic=' || topic || ';', '')
            || coalesce('received_by=' || received_by || ';path=' || path || '&received_by=' || received_by || ';', '')
            || case
                when station_id is not null then 'host=station;'
                when enterprise_id is not null then 'host=enterprise;'
                else ''
            end
            || case when introduced_by is not null then 'introduced;' else '' end
            || case when helped_by is not null then 'helped;' else '' end
            || case when campaign is not null then 'campaign;' else '' end
            || case when answered_on is not null then 'answered;' else '' end
            || case when complete then 'complete;' else '' end
            || case when days is not null then 'timed;' else '' end as parts,
        region,
        sector,
        month,

        cast(round(coalesce(amount_cny, 0) * 100) as bigint) as fen,
        coalesce(days, 0) as days

    from timed

)

select
    type,
    parts,
    region,
    sector,
    month,

    count(*) as times,
    cast(sum(fen) as bigint) as fen,
    cast(sum(days) as bigint) as days

from listed
group by type, parts, region, sector, month
