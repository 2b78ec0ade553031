-- How Athena and Trino read their sources: the files that a snapshot names, these and no others. The tables behind are declared once
-- (infra/declared-tables.ts); their partitions are not looked up, so that without both conditions nothing can be read at all.
create view events as
select {columns}
from {declared}.events
where dataset = '{dataset}'
    and snapshot = '{snapshot}';

create view region_paths as
select region, ancestor, ancestor_level, steps
from {declared}.region_paths
where dataset = '{dataset}'
    and snapshot = '{snapshot}';

create view former_regions as
select region as former_region, ancestor as successor
from region_paths
where ancestor_level in ('successor', 'one_of_successors')
