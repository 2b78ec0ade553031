-- union_parts
-- Grain:   one row per opening of a union and part that it counts in.
-- Key:     source, id, part
-- Answers: of which form and mode is a union, at which level, and was it founded where its host is?
-- Reads:   enterprise_states, station_states, union_states
-- Source:  总工办发〔2021〕16号 （一）至（三）; 陕工函〔2021〕28号 第3条; 沪工总基〔2021〕141号 三（一） (属地建会)
with

hosts as (

    select distinct enterprise_id as host_id, substr(region, 1, 6) as county
    from enterprise_states

    union

    select distinct station_id as host_id, substr(region, 1, 6) as county
    from station_states

),

listed as (

    select
        union_states.source,
        union_states.id,
        union_states.union_id,
        union_states.region,
        union_states.sector,
        union_states.from_month,
        union_states.to_month,
        union_states.was_open,

        'form=' || form || ';mode=' || mode
            || coalesce(';mode=' || mode || '&size=' || enterprise_size, '')
            || coalesce(';area_kind=' || area_kind, '')
            || case when length(union_states.region) > 6 then ';level=grassroots' else '' end
            || case when parent_union_id is not null then ';with_parent' else '' end
            || case when hosts.host_id is not null then ';territorial' else '' end as parts

    from union_states
    left join hosts
        on hosts.host_id = coalesce(union_states.station_id, union_states.enterprise_id)
        and hosts.county = substr(union_states.region, 1, 6)

)

select
    listed.source,
    listed.id,
    listed.union_id,
    part_names.part,
    listed.region,
    listed.sector,
    listed.from_month,
    listed.to_month,
    listed.was_open

from listed
cross join unnest(split(listed.parts, ';')) as part_names (part)
order by union_id, from_month, source, id, part
