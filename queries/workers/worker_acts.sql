-- worker_acts
-- Grain:   one row per event type that names a worker, list of its parts, region of the event, sector and month.
-- Answers: how many acts that name a worker were reported, and with what about them?
-- Reads:   stg_events
-- Source:  seeds map, section 2 (measures). `parts` is a list: each part ends in a semicolon, so that its last, empty item is the whole.
--          Joins and services stand here only by what is told beside their required fields: the rest of them is in `worker_changes`.
with

told as (

    select
        type,
        region,
        -- what is told of joins, transfers and services beside the rest counts in all sectors together
        case when type not in ('member.joined', 'member.transferred', 'service.delivered') then sector end as sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        amount_cny,
        date_diff('day', coalesce(applied_on, changed_on), occurred_on) as days_before,
        date_diff('day', occurred_on, answered_on) as days_after,

        case when type <> 'member.joined' and type <> 'service.delivered' then coalesce('kind=' || kind || ';', '') else '' end as of_kind,
        case when type <> 'member.joined' then coalesce('channel=' || channel || ';', '') else '' end as of_channel,
        coalesce('topic=' || topic || ';', '') as of_topic,
        coalesce('received_by=' || received_by || ';path=' || path || '&received_by=' || received_by || ';', '') as of_receiver,
        case when station_id is not null then 'host=station;' when enterprise_id is not null then 'host=enterprise;' else '' end as of_host,
        case when introduced_by is not null then 'introduced;' else '' end as of_introduction,
        case when helped_by is not null then 'helped;' else '' end as of_help,
        case when campaign is not null then 'campaign;' else '' end as of_campaign,
        case when answered_on is not null then 'answered;' else '' end as of_answer,
        case when complete then 'complete;' else '' end as of_completeness

    from stg_events
    where worker is not null
        and (
            type not in ('member.joined', 'member.left', 'service.delivered')
            or (type = 'service.delivered' and channel is not null)
            or (
                type = 'member.joined'
                and (
                    received_by is not null
                    or introduced_by is not null
                    or helped_by is not null
                    or campaign is not null
                    or applied_on is not null
                )
            )
        )

),

timed as (

    select
        told.*,

        -- what was answered before it was asked is a slip, and stands on a list
        case
            when days_before >= 0 then days_before
            when days_after >= 0 then days_after
        end as days

    from told

)

select
    type,
    of_kind || of_channel || of_topic || of_receiver || of_host || of_introduction || of_help || of_campaign || of_answer || of_completeness
        || case when days is null then '' else 'timed;' end as parts,
    region,
    sector,
    month,

    count(*) as times,
    cast(sum(cast(round(coalesce(amount_cny, 0) * 100) as bigint)) as bigint) as fen,
    cast(sum(coalesce(days, 0)) as bigint) as days

from timed
group by
    type,
    of_kind || of_channel || of_topic || of_receiver || of_host || of_introduction || of_help || of_campaign || of_answer || of_completeness
        || case when days is null then '' else 'timed;' end,
    region,
    sector,
    month
