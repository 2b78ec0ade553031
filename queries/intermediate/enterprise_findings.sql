-- enterprise_findings
-- Grain:   one row per rule of building unions and enterprise (and the one above it) that deserves a look.
-- Key:     rule, subject, other?
-- Answers: which enterprises lack a union that one above or below has, or have a party organisation or union only?
-- Reads:   enterprise_links, enterprise_marks, enterprise_unions, live_enterprises, stg_activity_events
-- Source:  沪工总基〔2021〕141号 二（一） (rules R15 to R18 of the requirements)
with

below as (

    select
        enterprise_links.parent_id,
        live_enterprises.enterprise_id,
        live_enterprises.region,
        live_enterprises.sector,

        -- since it is open, below the other and without a union
        min(case
            when enterprise_links.linked_on > live_enterprises.without_union_since then enterprise_links.linked_on
            else live_enterprises.without_union_since
        end) as since

    from enterprise_links
    join live_enterprises
        on live_enterprises.enterprise_id = enterprise_links.enterprise_id
    where live_enterprises.unionized_on is null
    group by
        enterprise_links.parent_id, live_enterprises.enterprise_id, live_enterprises.region,
        live_enterprises.sector

),

unionized as (

    select
        enterprise_id,
        kind,
        region,
        sector,
        case when unionized_on > since then unionized_on else since end as unionized_on

    from live_enterprises
    where unionized_on is not null

),

with_party as (

    select enterprise_id, since
    from enterprise_marks
    where mark = 'party'

),

publicity as (

    select enterprise_id, max(occurred_on) as latest_on
    from stg_activity_events
    where enterprise_id is not null
    group by enterprise_id

)

select
    'R15' as rule, unionized.region, unionized.sector, unionized.enterprise_id as subject,
    cast(null as varchar) as other,
    case when min(below.since) > unionized.unionized_on then min(below.since) else unionized.unionized_on end as since,
    cast(null as integer) as since_month, count(*) as items
from unionized
join below
    on below.parent_id = unionized.enterprise_id
where unionized.kind = 'head'
group by unionized.region, unionized.sector, unionized.enterprise_id, unionized.unionized_on

union all

select
    'R16' as rule, below.region, below.sector, below.enterprise_id as subject, below.parent_id as other,
    case when below.since > enterprise_unions.since then below.since else enterprise_unions.since end as since,
    cast(null as integer) as since_month, 1 as items
from below
join enterprise_unions
    on enterprise_unions.enterprise_id = below.parent_id

union all

select
    'R17' as rule, live_enterprises.region, live_enterprises.sector, live_enterprises.enterprise_id as subject,
    cast(null as varchar) as other,
    case
        when with_party.since > live_enterprises.without_union_since then with_party.since
        else live_enterprises.without_union_since
    end as since,
    cast(null as integer) as since_month, 1 as items
from live_enterprises
join with_party
    on with_party.enterprise_id = live_enterprises.enterprise_id
where live_enterprises.unionized_on is null

union all

select
    'R18' as rule, unionized.region, unionized.sector, unionized.enterprise_id as subject,
    cast(null as varchar) as other,
    unionized.unionized_on as since, cast(null as integer) as since_month, 1 as items
from unionized
left join with_party
    on with_party.enterprise_id = unionized.enterprise_id
left join publicity
    on publicity.enterprise_id = unionized.enterprise_id
    and publicity.latest_on >= unionized.unionized_on
where with_party.enterprise_id is null
    and publicity.enterprise_id is null
