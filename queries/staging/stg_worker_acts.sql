-- stg_worker_acts
-- Grain:   one row per live act that names a worker; of joins and services only those with optional fields.
-- Key:     source, id
-- Answers: which acts that name a worker were reported, and with what about them?
-- Reads:   stg_events
-- Source:  requirements, section 2. The required fields of joins and services are counted in `worker_changes`.
select
    source,
    id,
    type,
    place as region,
    -- the optional fields of joins, transfers and services count in all sectors together
    case when type not in ('member.joined', 'member.transferred', 'service.delivered') then sector end as sector,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    amount_cny,
    date_diff('day', coalesce(applied_on, changed_on), occurred_on) as days_before,
    date_diff('day', occurred_on, answered_on) as days_after,

    case when type not in ('member.joined', 'service.delivered') then kind end as kind,
    case when type <> 'member.joined' then channel end as channel,
    topic,
    path,
    received_by,
    station_id,
    enterprise_id,
    introduced_by,
    helped_by,
    campaign,
    answered_on,
    complete

from stg_events
where worker is not null
    and (
        type not in ('member.joined', 'member.left', 'service.delivered')
        or (type = 'service.delivered' and stg_events.channel is not null)
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
