-- online_join_days
-- Grain:   one row per region that events name and day with joins that were made online from end to end.
-- Key:     region, occurred_on
-- Answers: where and on which days did workers join online from end to end?
-- Reads:   memberships
-- Source:  总工办发〔2021〕16号 （八） (网上入会全流程操作); contract, section 3 (members_joined)
select
    region,
    occurred_on,

    count(*) as joins

from memberships
where set_by = 'join'
    and not was_member
    and channel = 'online_full'
group by region, occurred_on
