-- worker_cube
-- Grain:   one row per metric, part, region (nation to county), sector (or all) and month in which the value changes.
-- Answers: by how much does a value that is counted from workers change in a region, of all time, of the year, in the month?
-- Reads:   region_paths, roaming_served, worker_changes
-- Source:  contract, section 3. A stock is the running sum of `ever`; the months of `of_year` since January add up to the year.
with

-- engines group and sort by numbers several times faster than by text: a region is its code as a number, and sector, metric, part and
-- month are one number; parts, from 10000000 on, count in all sectors together (test/queries/cells.test.ts holds this list to the catalogue)
cells as (

    select *
    from (values
        ('all', 'members', '', 0), ('all', 'members_joined', '', 100000), ('all', 'members_left', '', 200000),
        ('all', 'members_transferred', '', 300000), ('all', 'service_persontimes', '', 400000), ('all', 'workers_served', '', 500000),
        ('courier', 'members', '', 1000000), ('courier', 'members_joined', '', 1100000), ('courier', 'members_left', '', 1200000),
        ('courier', 'members_transferred', '', 1300000), ('courier', 'service_persontimes', '', 1400000), ('courier', 'workers_served', '', 1500000),
        ('food_delivery', 'members', '', 2000000), ('food_delivery', 'members_joined', '', 2100000), ('food_delivery', 'members_left', '', 2200000),
        ('food_delivery', 'members_transferred', '', 2300000), ('food_delivery', 'service_persontimes', '', 2400000),
        ('food_delivery', 'workers_served', '', 2500000), ('freight', 'members', '', 3000000), ('freight', 'members_joined', '', 3100000),
        ('freight', 'members_left', '', 3200000), ('freight', 'members_transferred', '', 3300000), ('freight', 'service_persontimes', '', 3400000),
        ('freight', 'workers_served', '', 3500000), ('other', 'members', '', 4000000), ('other', 'members_joined', '', 4100000),
        ('other', 'members_left', '', 4200000), ('other', 'members_transferred', '', 4300000), ('other', 'service_persontimes', '', 4400000),
        ('other', 'workers_served', '', 4500000), ('ride_hailing', 'members', '', 5000000), ('ride_hailing', 'members_joined', '', 5100000),
        ('ride_hailing', 'members_left', '', 5200000), ('ride_hailing', 'members_transferred', '', 5300000),
        ('ride_hailing', 'service_persontimes', '', 5400000), ('ride_hailing', 'workers_served', '', 5500000),
        ('all', 'members_joined', 'channel=collective', 10000000), ('all', 'members_joined', 'channel=individual', 10100000),
        ('all', 'members_joined', 'channel=mobile_window', 10200000), ('all', 'members_joined', 'channel=on_site', 10300000),
        ('all', 'members_joined', 'channel=on_site_meeting', 10400000), ('all', 'members_joined', 'channel=online', 10500000),
        ('all', 'members_joined', 'channel=online_apply', 10600000), ('all', 'members_joined', 'channel=online_full', 10700000),
        ('all', 'members_joined', 'channel=online_organised', 10800000), ('all', 'members_joined', 'channel=platform', 10900000),
        ('all', 'members_joined', 'channel=scan', 11000000), ('all', 'members_joined', 'path=dispatch', 11100000),
        ('all', 'members_joined', 'path=labour_relation', 11200000), ('all', 'members_joined', 'path=meets_relation', 11300000),
        ('all', 'members_joined', 'path=not_full_relation', 11400000), ('all', 'members_joined', 'path=self_run', 11500000),
        ('all', 'service_persontimes', 'at_site', 11600000), ('all', 'service_persontimes', 'kind=accident_insurance', 11700000),
        ('all', 'service_persontimes', 'kind=basic_protection', 11800000), ('all', 'service_persontimes', 'kind=care_fund', 11900000),
        ('all', 'service_persontimes', 'kind=checkup', 12000000), ('all', 'service_persontimes', 'kind=child_care', 12100000),
        ('all', 'service_persontimes', 'kind=convalescence', 12200000), ('all', 'service_persontimes', 'kind=counselling', 12300000),
        ('all', 'service_persontimes', 'kind=culture_sport', 12400000), ('all', 'service_persontimes', 'kind=employment', 12500000),
        ('all', 'service_persontimes', 'kind=four_seasons', 12600000), ('all', 'service_persontimes', 'kind=general_benefit', 12700000),
        ('all', 'service_persontimes', 'kind=hardship_assist', 12800000), ('all', 'service_persontimes', 'kind=hardship_relief', 12900000),
        ('all', 'service_persontimes', 'kind=hardship_visit', 13000000), ('all', 'service_persontimes', 'kind=injury_protection', 13100000),
        ('all', 'service_persontimes', 'kind=legal', 13200000), ('all', 'service_persontimes', 'kind=matchmaking', 13300000),
        ('all', 'service_persontimes', 'kind=medical_mutual', 13400000), ('all', 'service_persontimes', 'kind=mental_health', 13500000),
        ('all', 'service_persontimes', 'kind=protection', 13600000), ('all', 'service_persontimes', 'kind=safe_return', 13700000),
        ('all', 'service_persontimes', 'kind=safety', 13800000), ('all', 'service_persontimes', 'kind=skill_contest', 13900000),
        ('all', 'service_persontimes', 'kind=summer_cool', 14000000), ('all', 'service_persontimes', 'kind=supplementary', 14100000),
        ('all', 'service_persontimes', 'kind=training', 14200000), ('all', 'service_persontimes', 'kind=winter_warm', 14300000),
        ('all', 'service_persontimes', 'not_member', 14400000)
    ) as numbered (sector, metric, part, number)

),

-- the county of a township; who names a region above counties stays there
places as (

    select
        below.region,
        cast(depths.region as bigint) as place,
        depths.steps as depth

    from region_paths as below
    join region_paths as depths
        on depths.region = below.ancestor
        and depths.ancestor = '000000'
    where (length(below.region) = 6 and below.steps = 0)
        or (length(below.region) = 9 and below.steps = 1)

),

parents as (

    select
        cast(region as bigint) as place,
        cast(ancestor as bigint) as parent

    from region_paths
    where steps = 1
        and length(region) = 6

),

own as (

    select
        places.place,
        places.depth,
        cells.number + worker_changes.month as cell,

        cast(sum(worker_changes.ever) as bigint) as ever,
        cast(sum(worker_changes.of_year) as bigint) as of_year,
        cast(sum(worker_changes.in_month) as bigint) as in_month

    from worker_changes
    join places
        on places.region = case
            when length(worker_changes.region) = 12 then substr(worker_changes.region, 1, 9)
            else worker_changes.region
        end
    join cells
        on cells.sector = worker_changes.sector
        and cells.metric = worker_changes.metric
        and cells.part = worker_changes.part
    group by places.place, places.depth, cells.number + worker_changes.month

),

-- from the deepest regions up: each step adds up what the one below it made
second as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select place, cell, ever, of_year, in_month
        from own
        where depth = 2

        union all

        select parents.parent as place, own.cell, own.ever, own.of_year, own.in_month
        from own
        join parents
            on parents.place = own.place
        where own.depth = 3
    ) as both_depths
    group by place, cell

),

first as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select place, cell, ever, of_year, in_month
        from own
        where depth = 1

        union all

        select parents.parent as place, second.cell, second.ever, second.of_year, second.in_month
        from second
        join parents
            on parents.place = second.place
    ) as both_depths
    group by place, cell

),

nation as (

    select
        cast(0 as bigint) as place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from (
        select cell, ever, of_year, in_month
        from first

        union all

        select cell, ever, of_year, in_month
        from own
        where depth = 0
    ) as both_depths
    group by cell

),

by_sector as (

    select place, cell, ever, of_year, in_month
    from own
    where depth = 3

    union all

    select place, cell, ever, of_year, in_month
    from second

    union all

    select place, cell, ever, of_year, in_month
    from first

    union all

    select place, cell, ever, of_year, in_month
    from nation

),

roaming as (

    select
        cast(roaming_served.region as bigint) as place,
        cells.number + roaming_served.month as cell,
        roaming_served.ever,
        roaming_served.of_year,
        roaming_served.in_month

    from roaming_served
    join cells
        on cells.sector = roaming_served.sector
        and cells.metric = 'workers_served'
        and cells.part = ''

),

-- of all sectors: the cell without its sector
added as (

    select by_sector.place, both_sectors.cell, by_sector.ever, by_sector.of_year, by_sector.in_month
    from by_sector
    cross join unnest(array[by_sector.cell, case when by_sector.cell < 10000000 then mod(by_sector.cell, 1000000) end]) as both_sectors (cell)
    where both_sectors.cell is not null

    union all

    select place, cell, ever, of_year, in_month
    from roaming

),

summed as (

    select
        place,
        cell,

        cast(sum(ever) as bigint) as ever,
        cast(sum(of_year) as bigint) as of_year,
        cast(sum(in_month) as bigint) as in_month

    from added
    group by place, cell

)

select
    cells.metric,
    cells.part,
    lpad(cast(summed.place as varchar), 6, '0') as region,
    cells.sector,
    cast(mod(summed.cell, 100000) as integer) as month,

    summed.ever,
    summed.of_year,
    summed.in_month

from summed
join cells
    on cells.number = summed.cell - mod(summed.cell, 100000)
where summed.ever <> 0
    or summed.of_year <> 0
    or summed.in_month <> 0
order by region, sector, metric, part, month
