-- stg_worker_payments
-- Grain:   one row per live fee, subsidy or premium of basic protection that names a worker.
-- Key:     source, id
-- Answers: what was paid by or for a worker, where, and who shared it?
-- Reads:   stg_events
-- Source:  沪工总基〔2021〕141号 二（三）10 (fixed fee), 二（二）8 (three payers), 附件2 第三项 (subsidy where the work is)
select
    source,
    id,
    type,
    region,
    sector,
    case when type = 'fee.paid' then cast(round(amount_cny * 100) as bigint) end as fen,
    case when type = 'subsidy.paid' then works_in end as works_in,
    coalesce(paid_by_union_cny, 0) > 0
        and coalesce(paid_by_enterprise_cny, 0) > 0
        and coalesce(paid_by_worker_cny, 0) > 0 as is_shared

from stg_events
where worker is not null
    and (type in ('fee.paid', 'subsidy.paid') or (type = 'benefit.enrolled' and kind = 'basic_protection'))
