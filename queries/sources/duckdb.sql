-- How DuckDB reads its sources: the files that were brought into its folder, these and no others. What one engine needs, and only it,
-- stands here. A file holds the columns that its events have values in; an empty table of all columns gives the rest.
create view events as
select * from {columns}
union all by name
select * from {files};

create table region_paths as
select * from read_parquet('{folder}/region_paths.parquet')
