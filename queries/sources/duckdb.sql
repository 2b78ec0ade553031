-- How DuckDB reads its sources: the live files that were copied into its folder. What one engine needs, and only it, stands here.
-- A file holds the columns that its events have values in; the empty table of all columns gives the rest.
create view events as
select * from no_events
union all by name
select * from read_parquet('{folder}/events/*.parquet', union_by_name = true);

create table region_paths as
select * from read_parquet('{folder}/region_paths.parquet')
