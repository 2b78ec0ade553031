-- figure_ranges
-- Grain:   one row per published figure.
-- Key:     source, id
-- Answers: between which numbers does a figure lie, as its source words it?
-- Reads:   figures
-- Source:  ours: a figure with 余, 多, 超 or 以上 is a lowest number without a highest one; one with 约 or 近 is rounded,
--          and lies within a twentieth of what is printed. `other` in print is whatever groups the source names (八大群体,
--          农民工, all four sectors together), and not the sector of the same code.
select
    source,
    id,
    metric,
    region,
    sector,
    sector = 'other' as is_of_other_scope,
    as_of,
    period_start,
    "value",
    case when qualifier = 'approx' then "value" * 0.95 else "value" end as lowest,
    case qualifier when 'approx' then "value" * 1.05 when 'exact' then "value" end as highest

from figures
order by metric, region, sector, as_of, source, id
