-- member_months
-- Grain:   one row per region that events name, sector and month in which the number of members there changes.
-- Key:     region, sector, month
-- Answers: by how much do the members of a region and sector change in a month?
-- Reads:   member_changes
-- Source:  contract, section 3 (members). The region is as the events name it, down to the village.
select
    region,
    sector,
    month,

    cast(sum(change) as bigint) as change

from member_changes
where metric = 'members'
group by region, sector, month
