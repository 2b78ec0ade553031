-- ledger_rules
-- Grain:   one row per rule of the ledger and target, threshold or report that deserves a look.
-- Key:     rule, region?, sector?, subject, other?, since?
-- Answers: which targets lack an authority or article or precede their document, and who reports for another region?
-- Reads:   region_paths, stg_entity_events, targets, thresholds
-- Source:  总工办发〔2021〕16号 通知; 沪工总基〔2021〕141号 文头; 陕工函〔2021〕28号 通知 (rules R33 to R35 of the requirements)
with

documents as (

    select rule, document, issued_on
    from (values
        ('R33', '总工办发〔2021〕16号', date '2021-09-18'),
        ('R34', '沪工总基〔2021〕141号', date '2021-09-24'),
        ('R35', '陕工函〔2021〕28号', date '2021-11-23')
    ) as issued (rule, document, issued_on)

),

unions as (

    select source, substr(source, 7, 6) as own_region, region, sector, min(occurred_on) as since, count(*) as events
    from stg_entity_events
    where source like 'union:______'
        and region is not null
    group by source, substr(source, 7, 6), region, sector

),

findings as (

    select
        documents.rule, targets.region, targets.sector, targets.target_id as subject, documents.document as other,
        targets.set_on as since, 1 as items
    from targets
    join documents
        on coalesce(targets.article, targets.basis) like documents.document || '%'
    where targets.set_on < documents.issued_on

    union all

    -- A target of the published figures whose day of publication is not known was set on a day that stands in for it.
    select
        'no_authority' as rule, region, sector, target_id as subject, basis as other,
        case
            when source = 'published-figures' and set_on = window_start then null
            when source = 'published-figures' and month(set_on) = 1 and day(set_on) = 1 then null
            else set_on
        end as since,
        1 as items
    from targets
    where authority is null
        or article is null

    union all

    select
        'no_target' as rule, cast(null as varchar) as region, cast(null as varchar) as sector,
        thresholds.target_id as subject, thresholds.set_by as other, thresholds.set_on as since, 1 as items
    from thresholds
    left join targets
        on targets.target_id = thresholds.target_id
    where targets.target_id is null

    union all

    select
        'other_region' as rule, unions.region, unions.sector, unions.source as subject, unions.own_region as other,
        unions.since, unions.events as items
    from unions
    join region_paths as own_regions
        on own_regions.region = unions.own_region
        and own_regions.steps = 0
    left join region_paths
        on region_paths.region = case
            when length(unions.region) = 12 then substr(unions.region, 1, 9)
            else unions.region
        end
        and region_paths.ancestor = unions.own_region
    where region_paths.region is null

)

select
    rule,
    region,
    sector,
    subject,
    other,
    since,
    cast(items as bigint) as items

from findings
order by rule, region, sector, subject, other, since
