-- cells
-- Grain:   one row per sector (or all), metric and part that workers are counted by.
-- Answers: by which number is a sector, metric and part known while workers are counted?
-- Reads:   
-- Source:  ours: engines group and sort by numbers several times faster than by text. A cell is its number plus a month's; the cell of all sectors
--          is that of a sector modulo 1000000. Parts, from 10000000 on, count in all sectors together. The list is held to the catalogue by
--          test/queries/cells.test.ts.
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
    ('all', 'service_persontimes', 'not_member', 14400000),
    ('all', 'members_left', 'reason=lost_contact', 14500000)
) as numbered (sector, metric, part, number)
