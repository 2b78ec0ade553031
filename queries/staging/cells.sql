-- cells
-- Grain:   one row per sector (or all), metric and part that workers are counted by.
-- Key:     number
-- Answers: by which number is a sector, metric and part known while workers are counted?
-- Reads:   (none)
-- Source:  ours: engines group and sort by numbers several times faster than by text. A cell is its number plus a
--          month: numbers are 100000 apart, which months never reach, and they are in the order of a cube.
--          `total_number` is the number of the same metric and part in all sectors; parts count in all sectors
--          only. test/queries/cells.test.ts holds the lists to the catalogue.
with

sectors as (

    select sector
    from unnest(array['all', 'courier', 'food_delivery', 'freight', 'other', 'ride_hailing']) as listed (sector)

),

metrics as (

    select metric
    from unnest(array[
        'members', 'members_joined', 'members_left', 'members_transferred', 'service_persontimes', 'workers_served'
    ]) as listed (metric)

),

parts as (

    select 'members' as metric, 'recorded' as part

    union all

    select 'members_joined' as metric, 'path=' || code as part
    from unnest(array['dispatch', 'labour_relation', 'meets_relation', 'not_full_relation', 'self_run']) as paths (code)

    union all

    select 'members_joined' as metric, 'channel=' || code as part
    from unnest(array[
        'collective', 'individual', 'mobile_window', 'on_site', 'on_site_meeting', 'online', 'online_apply',
        'online_full', 'online_organised', 'platform', 'scan'
    ]) as channels (code)

    union all

    select 'members_left' as metric, 'reason=' || code as part
    from unnest(array['lost_contact']) as reasons (code)

    union all

    select 'service_persontimes' as metric, 'kind=' || code as part
    from unnest(array[
        'accident_insurance', 'basic_protection', 'care_fund', 'checkup', 'child_care', 'convalescence', 'counselling',
        'culture_sport', 'employment', 'four_seasons', 'general_benefit', 'hardship_assist', 'hardship_relief',
        'hardship_visit', 'injury_protection', 'legal', 'matchmaking', 'medical_mutual', 'mental_health', 'protection',
        'safe_return', 'safety', 'skill_contest', 'summer_cool', 'supplementary', 'training', 'winter_warm'
    ]) as kinds (code)

    union all

    select 'service_persontimes' as metric, part
    from unnest(array['at_site', 'not_member']) as flags (part)

),

combined as (

    select sectors.sector, metrics.metric, '' as part
    from sectors
    cross join metrics

    union all

    select 'all' as sector, metric, part
    from parts

),

numbered as (

    select
        sector,
        metric,
        part,

        cast(row_number() over (order by sector, metric, part) * 100000 as integer) as number

    from combined

)

select
    sector,
    metric,
    part,
    number,

    max(case when sector = 'all' then number end) over (partition by metric, part) as total_number

from numbered
order by number
