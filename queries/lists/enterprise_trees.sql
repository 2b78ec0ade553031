-- enterprise_trees
-- Grain:   one row per head enterprise, layer below it (relation, or station) and region; no layer if it has none.
-- Key:     head_id, layer?, region?
-- Answers: what lies below each head enterprise, where, and how much of it has a union of its own?
-- Reads:   enterprise_links, live_enterprises, live_stations
-- Source:  总工办发〔2021〕16号 （一）; 沪工总基〔2021〕141号 二（一）2 (rule R15: a head office with a union does not make its tree
--          covered)
with

heads as (

    select enterprise_id as head_id, name, unionized_on is not null as head_is_unionized
    from live_enterprises
    where kind = 'head'

),

below as (

    select
        heads.head_id,
        enterprise_links.relation,
        live_enterprises.enterprise_id,
        live_enterprises.region,
        live_enterprises.unionized_on is not null as is_unionized

    from heads
    join enterprise_links
        on enterprise_links.parent_id = heads.head_id
    join live_enterprises
        on live_enterprises.enterprise_id = enterprise_links.enterprise_id

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

    select hosts.head_id, 'station' as layer, live_stations.region, live_stations.is_unionized
    from hosts
    join live_stations
        on live_stations.enterprise_id = hosts.host_id

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
