-- located_memberships
-- Grain:   one row per union, enterprise, path, channel, region, sector, month of joining (if it matters) and state.
-- Key:     union_id, enterprise_id?, path?, channel?, region, sector, from_month?, state
-- Answers: is a group of members in a union of its employer's region, or of its own?
-- Reads:   enterprise_unions, live_enterprises, live_unions, membership_groups, region_paths
-- Source:  总工办发〔2021〕16号 （四）至（六）. A union is where an employer or member is when its region lies above theirs, or
--          it is within their county.
with

employers as (

    select
        enterprise_id,
        name,
        substr(region, 1, 6) as county,
        case when length(region) = 12 then substr(region, 1, 9) else region end as region

    from live_enterprises

)

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
