-- How DuckDB reads its sources: the live files that were copied into its folder. What one engine needs, and only it, stands here.
create view events as
select * from read_parquet('{folder}/events/*.parquet', union_by_name = true);

create table region_paths as
select * from read_parquet('{folder}/region_paths.parquet')
