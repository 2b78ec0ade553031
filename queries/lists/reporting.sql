-- reporting
-- Grain:   one row per reporting duty and period that has ended.
-- Key:     duty_id, period_end
-- Answers: who was to report what for which period, was it received, on time, as nothing, or not at all?
-- Reads:   reports, stg_duty_events, stg_entity_events
-- Source:  requirements, section 5 (the documents give no days: a person sets them). A duty of a province or
--          prefecture, or of the nation.
with

ranked as (

    select
        duty_id,
        region,
        event_type,
        every,
        due_days,
        from_month,
        to_month,

        row_number() over (partition by duty_id order by set_on desc, source desc, id desc) as recency

    from stg_duty_events

),

today as (

    select max(received_on) as latest_on
    from stg_entity_events

),

months as (

    select
        years.y * 12 + names.m - 1 as month,
        cast(
            cast(years.y as varchar) || names.label || case
                when names.m in (1, 3, 5, 7, 8, 10, 12) then '31'
                when names.m in (4, 6, 9, 11) then '30'
                when mod(years.y, 4) = 0 then '29'
                else '28'
            end as date
        ) as month_end

    from unnest(array[
        2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030
    ]) as years (y)
    cross join (
        values (1, '-01-'), (2, '-02-'), (3, '-03-'), (4, '-04-'), (5, '-05-'), (6, '-06-'), (7, '-07-'), (8, '-08-'),
            (9, '-09-'), (10, '-10-'), (11, '-11-'), (12, '-12-')
    ) as names (m, label)

),

-- the periods of a duty: they end with the month, the quarter or the year
expected as (

    select
        ranked.duty_id,
        ranked.region,
        ranked.event_type,
        ranked.due_days,
        months.month as to_month,
        months.month - case ranked.every when 'month' then 0 when 'quarter' then 2 else 11 end as from_month,
        months.month_end as period_end

    from ranked
    join months
        on months.month >= ranked.from_month
        and (ranked.to_month is null or months.month <= ranked.to_month)
    cross join today
    where ranked.recency = 1
        and months.month_end < today.latest_on
        and (
            ranked.every = 'month'
            or (ranked.every = 'quarter' and mod(months.month, 3) = 2)
            or (ranked.every = 'year' and mod(months.month, 12) = 11)
        )

),

received as (

    select
        expected.duty_id,
        expected.to_month,

        cast(sum(reports.events) as bigint) as events,
        cast(sum(reports.zeros) as bigint) as zeros,
        min(reports.first_on) as first_on

    from expected
    join reports
        on reports.type = expected.event_type
        and reports.month between expected.from_month and expected.to_month
        and (
            expected.region = '000000'
            or substr(reports.prefecture, 1, 2) || '0000' = expected.region
            or reports.prefecture || '00' = expected.region
        )
    group by expected.duty_id, expected.to_month

)

select
    expected.duty_id,
    expected.region,
    expected.event_type,
    expected.period_end,
    expected.due_days,
    case
        when received.to_month is null
            and date_diff('day', expected.period_end, today.latest_on) <= expected.due_days then 'pending'
        when received.to_month is null then 'missing'
        when received.events = 0 then 'zero'
        when received.first_on is null then 'received'
        when date_diff('day', expected.period_end, received.first_on) <= expected.due_days then 'on_time'
        else 'late'
    end as state,
    coalesce(received.events, 0) as events,
    received.first_on

from expected
cross join today
left join received
    on received.duty_id = expected.duty_id
    and received.to_month = expected.to_month
order by duty_id, period_end
