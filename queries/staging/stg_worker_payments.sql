-- stg_worker_payments
-- Grain:   one row per live fee, subsidy or premium of basic protection that names a worker.
-- Key:     source, id
-- Answers: what was paid by or for a worker, where, and who shared it?
-- Reads:   former_regions, stg_events
-- Source:  沪工总基〔2021〕141号 二（三）10 (fixed fee), 二（二）8 (three payers), 附件2 第三项 (subsidy where the work is)
select
    stg_events.source,
    stg_events.id,
    stg_events.type,
    stg_events.place as region,
    stg_events.sector,
    case when stg_events.type = 'fee.paid' then cast(round(amount_cny * 100) as bigint) end as fen,
    case
        when stg_events.type = 'subsidy.paid' then coalesce(former_regions.successor, stg_events.works_in)
    end as works_in,
    coalesce(paid_by_union_cny, 0) > 0
        and coalesce(paid_by_enterprise_cny, 0) > 0
        and coalesce(paid_by_worker_cny, 0) > 0 as is_shared

from stg_events
left join former_regions
    on former_regions.former_region = stg_events.works_in
where stg_events.worker is not null
    and (
        stg_events.type in ('fee.paid', 'subsidy.paid')
        or (stg_events.type = 'benefit.enrolled' and stg_events.kind = 'basic_protection')
    )
