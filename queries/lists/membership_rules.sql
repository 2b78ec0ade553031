-- membership_rules
-- Grain:   one row per rule of joining, union, enterprise, region and sector whose members deserve a look.
-- Key:     rule, region, sector, subject?, other?
-- Answers: who joined the wrong union, waits for a transfer, was lost, or is not in the real-name database?
-- Reads:   enterprise_unions, live_enterprises, live_unions, membership_groups, region_paths
-- Source:  总工办发〔2021〕16号 （四）至（九）; 沪工总基〔2021〕141号 二（一）3 (rules R01 to R08, R11, R12, R31 of the requirements)
with

employers as (

    select
        enterprise_id,
        name,
        substr(region, 1, 6) as county,
        case when length(region) = 12 then substr(region, 1, 9) else region end as region

    from live_enterprises

),

-- a union is where an employer or member is when its region lies above theirs, or it is within their county
located as (

    select
        membership_groups.union_id,
        membership_groups.enterprise_id,
        membership_groups.path,
        membership_groups.channel,
        membership_groups.region,
        membership_groups.sector,
        membership_groups.from_month,
        membership_groups.state,
        membership_groups.members,
        live_unions.form,
        live_unions.enterprise_id as union_host,
        live_unions.is_own,
        live_unions.is_fallback,
        employers.name as employer,
        enterprise_unions.since as founded_on,
        enterprise_unions.from_month as founded_month,

        employer_below.region is not null or union_below.region is not null as is_where_employer_is,
        member_below.region is not null or union_near.region is not null as is_where_member_is

    from membership_groups
    left join live_unions
        on live_unions.union_id = membership_groups.union_id
    left join employers
        on employers.enterprise_id = membership_groups.enterprise_id
    left join enterprise_unions
        on enterprise_unions.enterprise_id = membership_groups.enterprise_id
    left join region_paths as employer_below
        on employer_below.region = employers.region
        and employer_below.ancestor = live_unions.region
    left join region_paths as union_below
        on union_below.region = case
            when length(live_unions.region) = 12 then substr(live_unions.region, 1, 9)
            else live_unions.region
        end
        and union_below.ancestor = employers.county
    left join region_paths as member_below
        on member_below.region = case
            when length(membership_groups.region) = 12 then substr(membership_groups.region, 1, 9)
            else membership_groups.region
        end
        and member_below.ancestor = live_unions.region
    left join region_paths as union_near
        on union_near.region = case
            when length(live_unions.region) = 12 then substr(live_unions.region, 1, 9)
            else live_unions.region
        end
        and union_near.ancestor = substr(membership_groups.region, 1, 6)

),

labour as (

    select
        enterprise_id,
        union_id,
        channel,
        region,
        sector,
        from_month,
        members,
        form,
        union_host,
        is_fallback,
        employer,
        founded_on,
        founded_month,
        is_where_employer_is

    from located
    where path in ('labour_relation', 'meets_relation')
        and enterprise_id is not null
        and state <> 'lost'

),

findings as (

    select
        'R01' as rule, region, sector, enterprise_id as subject, union_id as other,
        case when founded_month = from_month then founded_on end as since,
        case when founded_month < from_month then from_month end as since_month, members
    from labour
    where founded_month <= from_month
        and (union_host is null or union_host <> enterprise_id)

    union all

    select
        'R02' as rule, region, sector, enterprise_id as subject, union_id as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from labour
    where employer is not null
        and founded_month is null
        and form is not null
        and not (is_fallback and is_where_employer_is)

    union all

    select
        'R03' as rule, region, sector, enterprise_id as subject, union_id as other,
        founded_on as since, cast(null as bigint) as since_month, members
    from labour
    where founded_month > from_month
        and (union_host is null or union_host <> enterprise_id)

    union all

    select
        'R04' as rule, region, sector, union_id as subject, cast(null as varchar) as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where path in ('not_full_relation', 'self_run')
        and state <> 'lost'
        and form is not null
        -- R05: platform and attaching enterprises' unions may take them, wherever these are
        and not is_own
        and not is_where_member_is

    union all

    select
        'R06' as rule, region, sector, union_id as subject, cast(null as varchar) as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where path = 'dispatch'
        and state <> 'lost'
        and enterprise_id is null

    union all

    select
        'R07' as rule, region, sector, enterprise_id as subject, union_id as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where path = 'dispatch'
        and state <> 'lost'
        and employer is not null
        and founded_month is null
        and form is not null
        and not (is_fallback and is_where_employer_is)

    union all

    select
        'R08' as rule, region, sector, enterprise_id as subject, union_id as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from labour
    where substr(region, 1, 2) = '31'
        and employer is not null
        and founded_month is null
        and channel <> 'individual'

    union all

    select
        'R11' as rule, region, sector, enterprise_id as subject, union_id as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where state <> 'lost'
        and is_own
        and enterprise_id is not null
        and enterprise_id <> union_host

    union all

    select
        'R12' as rule, region, sector, union_id as subject, cast(null as varchar) as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where state = 'lost'

    union all

    select
        'R31' as rule, region, sector, union_id as subject, cast(null as varchar) as other,
        cast(null as date) as since, cast(null as bigint) as since_month, members
    from located
    where state = 'member'

)

select
    rule,
    region,
    sector,
    subject,
    other,

    min(since) as since,
    cast(min(since_month) as integer) as since_month,
    cast(sum(members) as bigint) as items

from findings
group by rule, region, sector, subject, other
order by rule, region, sector, subject, other
