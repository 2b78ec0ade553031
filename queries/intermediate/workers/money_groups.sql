-- money_groups
-- Grain:   one row per event type, region, sector, amount and place of work of what was paid by or for workers.
-- Key:     type, region?, sector?, fen?, works_in?, is_shared
-- Answers: which fees, premiums and subsidies were paid, by amount and place of work?
-- Reads:   stg_worker_payments
select
    type,
    region,
    sector,
    fen,
    works_in,
    is_shared,

    count(*) as times

from stg_worker_payments
group by type, region, sector, fen, works_in, is_shared
