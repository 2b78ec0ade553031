-- stg_act_events
-- Grain:   one row per live act that names no worker.
-- Key:     source, id
-- Answers: which acts were reported, with how many people, how much money, after how many days, and what about them?
-- Reads:   stg_events
-- Source:  requirements, section 2 (measures). An act is every type with a pattern in the catalogue. The types that are
--          left out have models of their own; test/queries/acts.test.ts holds the list to the catalogue.
select
    source,
    id,
    type,
    place as region,
    sector,
    occurred_on,
    year(occurred_on) * 12 + month(occurred_on) - 1 as month,
    "count" as people,
    amount_cny,
    case
        when type = 'case.closed' then date_diff('day', opened_on, occurred_on)
        else date_diff('day', occurred_on, answered_on)
    end as days,

    kind,
    form,
    channel,
    head,
    medium,
    topic,
    topics,
    rights,
    fund,
    purpose,
    department,
    result,
    body,
    scheme,
    about,
    step,
    reporter,
    direction,
    station_id,
    enterprise_id,
    union_id,
    answered_on

from stg_events
where worker is null
    and (
        type not in (
            'enterprise.registered', 'enterprise.linked', 'enterprise.closed', 'station.registered', 'station.closed',
            'workforce.reported', 'union.established', 'union.dissolved', 'union.changed', 'site.opened', 'site.closed',
            'service.delivered', 'figure.published', 'target.set', 'threshold.set', 'fee.set', 'agreement.signed',
            'duty.set', 'zero.reported', 'check.answered'
        )
        or (type = 'service.delivered' and channel is not null)
    )
