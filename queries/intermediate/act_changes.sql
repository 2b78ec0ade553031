-- act_changes
-- Grain:   one row per metric, part, region of the event, sector and month in which such acts were reported.
-- Key:     metric, part, region?, sector?, month
-- Answers: how many acts of each kind were reported, with how many people, how much money and after how many days?
-- Reads:   stg_act_events, worker_acts
-- Source:  requirements, section 2 (measures). A metric is an event type: by itself its events, `.people` those it
--          names the number of, `.amount` the money in fen, `.days` the days that passed. A part is a field of it,
--          `kind=publicity`; the empty part is the whole.
with

acts as (

    select
        type,
        coalesce('kind=' || kind || ';', '')
            || coalesce('form=' || form || ';', '')
            || coalesce('channel=' || channel || ';', '')
            || coalesce('kind=' || kind || '&channel=' || channel || ';', '')
            || coalesce('head=' || head || ';kind=' || kind || '&head=' || head || ';', '')
            || coalesce('medium=' || medium || ';', '')
            || coalesce('topic=' || topic || ';', '')
            || coalesce('topic=' || replace(topics, ';', ';topic=') || ';', '')
            || coalesce('right=' || replace(rights, ';', ';right=') || ';', '')
            || coalesce('fund=' || fund || ';', '')
            || coalesce('purpose=' || purpose || ';fund=' || fund || '&purpose=' || purpose || ';', '')
            || coalesce('department=' || department || ';', '')
            || coalesce('result=' || result || ';', '')
            || coalesce('body=' || body || ';', '')
            || coalesce('scheme=' || scheme || ';', '')
            || coalesce('about=' || about || ';', '')
            || coalesce('step=' || step || ';', '')
            || coalesce('reporter=' || reporter || ';', '')
            || coalesce('direction=' || direction || ';', '')
            || case
                when station_id is not null then 'host=station;'
                when enterprise_id is not null
                    then 'host=enterprise;' || coalesce('kind=' || kind || '&host=enterprise;', '')
                when union_id is not null then 'host=union;'
                else ''
            end
            || case when answered_on is not null then 'answered;' else '' end
            || case when days >= 0 then 'timed;' else '' end as parts,
        region,
        sector,
        month,

        1 as times,
        coalesce(people, 0) as people,
        cast(round(coalesce(amount_cny, 0) * 100) as bigint) as fen,
        case when days >= 0 then days else 0 end as days

    from stg_act_events

    union all

    select type, parts, region, sector, month, times, times as people, fen, days
    from worker_acts

),

-- each part ends in a semicolon: the last, empty item of the list is the whole
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

amounts as (

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

from amounts
order by metric, part, region, sector, month
