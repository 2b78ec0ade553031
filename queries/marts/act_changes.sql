-- act_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which such acts were reported.
-- Answers: how many acts of each kind were reported, with how many people, how much money and after how many days?
-- Reads:   stg_events, worker_acts
-- Source:  seeds map, section 2 (measures). A metric is an event type: by itself its events, `.people` those told of, `.amount` the money in
--          fen, `.days` the days that passed. A part is what is told of it, `kind=publicity`; the empty part is the whole.
with

told as (

    select
        type,
        region,
        sector,
        year(occurred_on) * 12 + month(occurred_on) - 1 as month,
        "count" as people,
        amount_cny,
        case
            when type = 'case.closed' then date_diff('day', opened_on, occurred_on)
            else date_diff('day', occurred_on, answered_on)
        end as days,

        coalesce('kind=' || kind || ';', '') as of_kind,
        coalesce('form=' || form || ';', '') as of_form,
        coalesce('channel=' || channel || ';', '') as of_channel,
        coalesce('kind=' || kind || '&channel=' || channel || ';', '') as of_kind_and_channel,
        coalesce('head=' || head || ';kind=' || kind || '&head=' || head || ';', '') as of_head,
        coalesce('medium=' || medium || ';', '') as of_medium,
        coalesce('topic=' || topic || ';', '') as of_topic,
        coalesce('topic=' || replace(topics, ';', ';topic=') || ';', '') as of_topics,
        coalesce('right=' || replace(rights, ';', ';right=') || ';', '') as of_rights,
        coalesce('fund=' || fund || ';', '') as of_fund,
        coalesce('purpose=' || purpose || ';fund=' || fund || '&purpose=' || purpose || ';', '') as of_purpose,
        coalesce('department=' || department || ';', '') as of_department,
        coalesce('result=' || result || ';', '') as of_result,
        coalesce('body=' || body || ';', '') as of_body,
        coalesce('scheme=' || scheme || ';', '') as of_scheme,
        coalesce('about=' || about || ';', '') as of_subject,
        coalesce('step=' || step || ';', '') as of_step,
        coalesce('reporter=' || reporter || ';', '') as of_reporter,
        coalesce('direction=' || direction || ';', '') as of_direction,
        case
            when station_id is not null then 'host=station;'
            when enterprise_id is not null then 'host=enterprise;' || coalesce('kind=' || kind || '&host=enterprise;', '')
            when union_id is not null then 'host=union;'
            else ''
        end as of_host,
        case when answered_on is not null then 'answered;' else '' end as of_answer

    from stg_events
    where worker is null
        and (
            type not in (
                'enterprise.registered', 'enterprise.linked', 'enterprise.closed', 'station.registered', 'station.closed', 'workforce.reported',
                'union.established', 'union.dissolved', 'union.changed', 'site.opened', 'site.closed', 'service.delivered', 'figure.published',
                'target.set', 'threshold.set', 'fee.set', 'agreement.signed', 'duty.set', 'zero.reported', 'check.answered'
            )
            or (type = 'service.delivered' and channel is not null)
        )

),

acts as (

    select
        type,
        of_kind || of_form || of_channel || of_kind_and_channel || of_head || of_medium || of_topic || of_topics || of_rights || of_fund || of_purpose
            || of_department || of_result || of_body || of_scheme || of_subject || of_step || of_reporter || of_direction || of_host || of_answer
            || case when days >= 0 then 'timed;' else '' end as parts,
        region,
        sector,
        month,

        1 as times,
        coalesce(people, 0) as people,
        cast(round(coalesce(amount_cny, 0) * 100) as bigint) as fen,
        case when days >= 0 then days else 0 end as days

    from told

    union all

    select type, parts, region, sector, month, times, times as people, fen, days
    from worker_acts

),

by_part as (

    select
        acts.type,
        part_names.part,
        acts.region,
        acts.sector,
        acts.month,

        sum(acts.times) as times,
        sum(acts.people) as people,
        sum(acts.fen) as fen,
        sum(acts.days) as days

    from acts
    cross join unnest(split(acts.parts, ';')) as part_names (part)
    group by acts.type, part_names.part, acts.region, acts.sector, acts.month

),

counted as (

    select type as metric, part, region, sector, month, times as amount
    from by_part

    union all

    select type || '.people' as metric, part, region, sector, month, people as amount
    from by_part
    where people <> 0
        and type not in ('member.joined', 'member.transferred', 'member.updated')

    union all

    select type || '.amount' as metric, part, region, sector, month, fen as amount
    from by_part
    where fen <> 0

    union all

    select type || '.days' as metric, part, region, sector, month, days as amount
    from by_part
    where days <> 0

)

select
    metric,
    part,
    region,
    sector,
    month,

    cast(amount as bigint) as amount

from counted
order by metric, part, region, sector, month
