-- names_to_check
-- Grain:   one row per open enterprise, union or site and thing that is wrong with how its name is written.
-- Key:     thing, subject, problem
-- Answers: which names hold characters that are not seen or look like others, and which look the same but are not?
-- Reads:   enterprise_states, site_states, union_states
with

names as (

    select 'enterprise' as thing, source, id, occurred_on, region, sector, enterprise_id as subject, name
    from enterprise_states
    where ended_on is null

    union all

    select 'union' as thing, source, id, occurred_on, region, sector, union_id as subject, name
    from union_states
    where ended_on is null

    union all

    select 'site' as thing, source, id, occurred_on, region, sector, site_id as subject, name
    from site_states
    where ended_on is null

),

-- without what is not seen: soft hyphen, fillers, zero width, turns of direction, variation selectors, byte order mark
visible as (

    select
        thing, source, id, occurred_on, region, sector, subject, name,
        translate(
            name,
            chr(173) || chr(847) || chr(4447) || chr(4448) || chr(6158) || chr(8203) || chr(8204) || chr(8205)
            || chr(8206) || chr(8207) || chr(8234) || chr(8235) || chr(8236) || chr(8237) || chr(8238)
            || chr(8288) || chr(8289) || chr(8290) || chr(8291) || chr(8292) || chr(8294) || chr(8295)
            || chr(8296) || chr(8297) || chr(10240) || chr(12644) || chr(65024) || chr(65025) || chr(65026)
            || chr(65027) || chr(65028) || chr(65029) || chr(65038) || chr(65039) || chr(65279) || chr(65440),
            ''
        ) as seen

    from names

),

-- letters of other scripts, full-width letters and digits, and radicals, as what they look like
plain as (

    select
        thing, source, id, occurred_on, region, sector, subject, name, seen,
        translate(
            seen,
            'АВЕЅІЈКМНОРСТХУасеѕіјорхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο'
            || 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
            || 'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９'
            || '⼀⼆⼈⼊⼋⼒⼗⼝⼟⼠⼤⼥⼦⼩⼭⼯⼰⼲⼴⼼⼿⽂⽅⽇⽉⽊⽌⽐⽑⽔⽕⽗⽚⽜⽝⽟⽠⽣⽤⽥⽩⽬⽯⽰⽴⽵⽶⽻⽼⽽'
            || '⾁⾃⾄⾆⾈⾊⾎⾏⾐⾔⾕⾖⾚⾛⾜⾝⾞⾥⾦⻄⻓⻔⻘⻛⻜⻝⻢⻥⻦⻩⻬⻰',
            'ABESIJKMHOPCTXYacesijopxyABEZHIKMNOPTYXo'
            || 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
            || 'abcdefghijklmnopqrstuvwxyz0123456789'
            || '一二人入八力十口土士大女子小山工己干广心手文方日月木止比毛水火父片牛犬玉瓜生用田白目石示立竹米羽老而'
            || '肉自至舌舟色血行衣言谷豆赤走足身車里金西长门青风飞食马鱼鸟黄齐龙'
        ) as reads_as

    from visible

),

alike as (

    select thing, reads_as

    from plain
    group by thing, reads_as
    having count(distinct name) > 1

),

findings as (

    select thing, source, id, occurred_on, region, sector, subject, name, 'invisible' as problem
    from plain
    where seen <> name

    union all

    select thing, source, id, occurred_on, region, sector, subject, name, 'look_alike' as problem
    from plain
    where reads_as <> seen

    union all

    select
        plain.thing, plain.source, plain.id, plain.occurred_on, plain.region, plain.sector, plain.subject, plain.name,
        'same_look' as problem
    from plain
    join alike
        on alike.thing = plain.thing
        and alike.reads_as = plain.reads_as

)

select source, id, occurred_on, region, sector, thing, subject, problem, name

from findings
order by region, thing, subject, problem
