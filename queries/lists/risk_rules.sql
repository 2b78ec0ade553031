-- risk_rules
-- Grain:   one row per risk that was found, and per case, with the days until each step.
-- Key:     rule, subject
-- Answers: which risks and cases are open, since when, and how long did each step take?
-- Reads:   stg_case_events, stg_risk_events
-- Source:  陕工函〔2021〕28号 第11条 (早发现、早预警、早处置); rule R29 of the requirements. Of several reports of one risk or case, the
--          first counts: by day, source and identifier.
with

ranked_risks as (

    select
        risk_id,
        occurred_on,
        step,
        region,
        sector,
        kind,

        row_number() over (partition by risk_id, step order by occurred_on, source, id) as report_number

    from stg_risk_events

),

steps as (

    select
        risk_id,

        max(case when step = 'warned' then occurred_on end) as warned_on,
        max(case when step = 'handled' then occurred_on end) as handled_on

    from ranked_risks
    where report_number = 1
    group by risk_id

),

ranked_cases as (

    select
        case_id,
        change,
        occurred_on,
        region,
        sector,
        channel,

        row_number() over (partition by case_id, change order by occurred_on, source, id) as report_number

    from stg_case_events

),

opened as (

    select case_id, occurred_on as opened_on, region, sector, channel
    from ranked_cases
    where report_number = 1
        and change = 'opened'

),

closed as (

    select case_id, occurred_on as closed_on, region, sector
    from ranked_cases
    where report_number = 1
        and change = 'closed'

),

findings as (

    select
        'R29' as rule,
        reported.region,
        reported.sector,
        reported.risk_id as subject,
        reported.kind as other,
        reported.occurred_on as since,
        case
            when steps.handled_on < reported.occurred_on
                or steps.warned_on < reported.occurred_on
                or steps.handled_on < steps.warned_on then 'out_of_order'
            when steps.handled_on is not null then 'handled'
            when steps.warned_on is not null then 'warned'
            else 'found'
        end as state,
        date_diff('day', reported.occurred_on, steps.warned_on) as days_to_warning,
        date_diff('day', reported.occurred_on, steps.handled_on) as days_to_end

    from ranked_risks as reported
    join steps
        on steps.risk_id = reported.risk_id
    where reported.step = 'reported'
        and reported.report_number = 1

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

from findings
order by rule, region, sector, subject
