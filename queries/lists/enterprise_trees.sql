-- enterprise_trees
-- Grain:   one row per head enterprise, layer below it (relation of an enterprise, or station) and region; one without a layer where it has none.
-- Answers: what lies below each head enterprise, where, and how much of it has a union of its own?
-- Reads:   enterprise_states, live_unions, station_states, stg_events
-- Source:  总工办发〔2021〕16号 （一）; 沪工总基〔2021〕141号 二（一）2 (rule R15: a head office with a union does not make its tree covered)
with

enterprises as (

    select enterprise_id, name, kind, region
    from enterprise_states
    where ended_on is null

),

own as (

    select distinct enterprise_id
    from live_unions
    where is_own

),

heads as (

    select enterprises.enterprise_id as head_id, enterprises.name, own.enterprise_id is not null as head_is_unionized
    from enterprises
    left join own
        on own.enterprise_id = enterprises.enterprise_id
    where enterprises.kind = 'head'

),

links as (

    select distinct enterprise_id, parent_id, relation
    from stg_events
    where type = 'enterprise.linked'

),

below as (

    select links.parent_id as head_id, links.relation, enterprises.enterprise_id, enterprises.region, own.enterprise_id is not null as is_unionized
    from links
    join heads
        on heads.head_id = links.parent_id
    join enterprises
        on enterprises.enterprise_id = links.enterprise_id
    left join own
        on own.enterprise_id = links.enterprise_id

),

stations as (

    select station_id, enterprise_id, region
    from station_states
    where ended_on is null

),

station_unions as (

    select distinct station_id
    from live_unions
    where station_id is not null

),

-- stations of the head enterprise itself, and of what lies below it
hosts as (

    select head_id, head_id as host_id
    from heads

    union

    select head_id, enterprise_id as host_id
    from below

),

parts as (

    select head_id, relation as layer, region, is_unionized
    from below

    union all

    select hosts.head_id, 'station' as layer, stations.region, station_unions.station_id is not null as is_unionized
    from hosts
    join stations
        on stations.enterprise_id = hosts.host_id
    left join station_unions
        on station_unions.station_id = stations.station_id

)

select
    heads.head_id,
    heads.name,
    heads.head_is_unionized,
    parts.layer,
    parts.region,

    count(parts.layer) as open,
    count(*) filter (where parts.is_unionized) as unionized

from heads
left join parts
    on parts.head_id = heads.head_id
group by heads.head_id, heads.name, heads.head_is_unionized, parts.layer, parts.region
order by head_id, layer, region
