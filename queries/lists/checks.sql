-- checks
-- Grain:   one row per check and what it finds odd.
-- Key:     (none: equal figures of one day may be published twice)
-- Answers: which numbers contradict each other, do not add up, jump or pile up, and what did the region say of it?
-- Reads:   figure_findings, report_findings, stg_check_answers
with

findings as (

    select check_id, severity, region, sector, subject, "value", other, since, items
    from figure_findings

    union all

    select check_id, severity, region, cast(null as varchar) as sector, subject, "value", other, since, items
    from report_findings

),

answers as (

    select
        check_id,
        subject,
        region,
        answer,
        answered_on,

        row_number() over (
            partition by check_id, subject, region order by answered_on desc, source desc, id desc
        ) as recency

    from stg_check_answers

)

select
    findings.check_id,
    findings.severity,
    findings.region,
    findings.sector,
    findings.subject,
    findings."value",
    findings.other,
    cast(findings.since as date) as since,
    cast(findings.items as bigint) as items,
    answers.answer,
    answers.answered_on

from findings
left join answers
    on answers.check_id = findings.check_id
    and answers.subject = findings.subject
    and answers.region = findings.region
    and answers.recency = 1
order by check_id, region, sector, subject
