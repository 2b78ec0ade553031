-- risk_rules
-- Grain:   one row per risk that was found, with the days until it was warned of and handled; and per case, with the days until it closed.
-- Answers: which risks and cases are open, since when, and how long did each step take?
-- Reads:   stg_events
-- Source:  陕工函〔2021〕28号 第11条 (早发现、早预警、早处置); rule R29 of the seeds map
with

reported as (

    select risk_id, min(occurred_on) as found_on, min(region) as region, min(sector) as sector, min(kind) as kind
    from stg_events
    where type = 'risk.reported'
    group by risk_id

),

steps as (

    select
        risk_id,
        min(case when step = 'warned' then occurred_on end) as warned_on,
        min(case when step = 'handled' then occurred_on end) as handled_on

    from stg_events
    where type = 'risk.handled'
    group by risk_id

),

opened as (

    select case_id, min(occurred_on) as opened_on, min(region) as region, min(sector) as sector, min(channel) as channel
    from stg_events
    where type = 'case.opened'
    group by case_id

),

closed as (

    select case_id, min(occurred_on) as closed_on, min(region) as region, min(sector) as sector
    from stg_events
    where type = 'case.closed'
    group by case_id

),

found as (

    select
        'R29' as rule,
        reported.region,
        reported.sector,
        reported.risk_id as subject,
        reported.kind as other,
        reported.found_on as since,
        case
            when steps.handled_on < reported.found_on or steps.warned_on < reported.found_on or steps.handled_on < steps.warned_on then 'out_of_order'
            when steps.handled_on is not null then 'handled'
            when steps.warned_on is not null then 'warned'
            else 'found'
        end as state,
        date_diff('day', reported.found_on, steps.warned_on) as days_to_warning,
        date_diff('day', reported.found_on, steps.handled_on) as days_to_end

    from reported
    left join steps
        on steps.risk_id = reported.risk_id

    union all

    select
        'case' as rule,
        coalesce(opened.region, closed.region) as region,
        coalesce(opened.sector, closed.sector) as sector,
        coalesce(opened.case_id, closed.case_id) as subject,
        opened.channel as other,
        opened.opened_on as since,
        case
            when opened.case_id is null then 'never_opened'
            when closed.closed_on < opened.opened_on then 'out_of_order'
            when closed.closed_on is not null then 'handled'
            else 'found'
        end as state,
        cast(null as bigint) as days_to_warning,
        date_diff('day', opened.opened_on, closed.closed_on) as days_to_end

    from opened
    full join closed
        on closed.case_id = opened.case_id

)

select
    rule,
    region,
    sector,
    subject,
    other,
    since,
    state,
    cast(days_to_warning as bigint) as days_to_warning,
    cast(days_to_end as bigint) as days_to_end,
    cast(1 as bigint) as items

from found
order by rule, region, sector, subject
