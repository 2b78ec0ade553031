-- money_rules
-- Grain:   one row per rule of money, region, sector and subject that deserves a look.
-- Key:     rule, region?, sector?, subject, other?, since?
-- Answers: which fees are not the amount set, or were spent otherwise, who paid no share, which subsidy went astray?
-- Reads:   money_groups, region_paths, stg_fee_events, stg_fund_events
-- Source:  沪工总基〔2021〕141号 二（三）10, 二（二）8, 附件2 第三项 (rules R20, R21, R23, R32 of the requirements)
with

fees as (

    select
        region,
        fen,

        row_number() over (partition by region order by set_on desc, source desc, id desc) as recency

    from stg_fee_events

),

-- the fee set for the nearest region above
ranked as (

    select
        money_groups.region,
        money_groups.sector,
        money_groups.fen,
        money_groups.times,
        fees.fen as fixed,

        row_number() over (
            partition by money_groups.region, money_groups.sector, money_groups.fen
            order by region_paths.steps
        ) as nearness

    from money_groups
    join region_paths
        on region_paths.region = case
            when length(money_groups.region) = 12 then substr(money_groups.region, 1, 9)
            else money_groups.region
        end
    join fees
        on fees.region = region_paths.ancestor
        and fees.recency = 1
    where money_groups.type = 'fee.paid'

),

findings as (

    select
        'R20' as rule, region, sector, cast(fen as varchar) as subject, cast(fixed as varchar) as other,
        cast(null as date) as since, times as items
    from ranked
    where nearness = 1
        and fen <> fixed

    union all

    select 'R21' as rule, region, sector, purpose as subject, id as other, occurred_on as since, 1 as items
    from stg_fund_events
    where fund = 'fees'
        and purpose <> 'member_services'

    union all

    -- a plan of Shanghai, which its document names
    select
        'R23' as rule, region, sector, 'basic_protection' as subject, cast(null as varchar) as other,
        cast(null as date) as since, times as items
    from money_groups
    where type = 'benefit.enrolled'
        and substr(region, 1, 2) = '31'
        and not is_shared

    union all

    select
        'R32' as rule, region, sector, works_in as subject, cast(null as varchar) as other,
        cast(null as date) as since, times as items
    from money_groups
    where type = 'subsidy.paid'
        and works_in is not null
        and substr(works_in, 1, 6) <> substr(region, 1, 6)

)

select
    rule,
    region,
    sector,
    subject,
    other,
    since,

    cast(sum(items) as bigint) as items

from findings
group by rule, region, sector, subject, other, since
order by rule, region, sector, subject, other, since
