-- member_days
-- Grain:   one row per region that events name, sector and day on which the number of members there changes.
-- Key:     region, sector, occurred_on
-- Answers: by how much do the members of a region and sector change on a day, and how many of them joined?
-- Reads:   memberships
-- Source:  contract, section 3 (members, members_joined). The region is as the events name it, down to the village.
with

changes as (

    select
        region,
        sector,
        occurred_on,
        1 as change,
        case when set_by = 'join' and not was_member then 1 else 0 end as joined

    from memberships

    union all

    select region, sector, ended_on as occurred_on, -1 as change, 0 as joined
    from memberships
    where ended_on is not null

)

select
    region,
    sector,
    occurred_on,

    cast(sum(change) as bigint) as change,
    cast(sum(joined) as bigint) as joined

from changes
group by region, sector, occurred_on
having sum(change) <> 0 or sum(joined) <> 0
