-- How DuckDB reads its sources: the files that were brought into its folder, these and no others. What one engine needs, and only it,
-- stands here. A file holds the columns that its events have values in; an empty table of all columns gives the rest.
create view events as
select * from {columns}
union all by name
select * from {files};

create table region_paths as
with recursive

regions as (

    select code, level, parent
    from read_csv('{folder}/regions.csv', all_varchar = true)

),

paths as (

    select code as region, code as ancestor, level as ancestor_level, parent, 0 as steps
    from regions
    where level not in ('successor', 'one_of_successors')

    union all

    select paths.region, regions.code as ancestor, regions.level as ancestor_level, regions.parent, paths.steps + 1 as steps
    from paths
    join regions
        on regions.code = paths.parent

)

select region, ancestor, ancestor_level, steps
from paths

union all

-- a region that is no more: one row, to the region that its events count in
select code as region, parent as ancestor, level as ancestor_level, 1 as steps
from regions
where level in ('successor', 'one_of_successors');

create table former_regions as
select region as former_region, ancestor as successor
from region_paths
where ancestor_level in ('successor', 'one_of_successors')
