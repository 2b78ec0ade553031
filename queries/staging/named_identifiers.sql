-- named_identifiers
-- Grain:   one row per phone and reference that an event names with another identifier.
-- Key:     kind, identifier
-- Answers: with which identity numbers, and with which references or phones, is it named?
-- Reads:   naming_events
-- Source:  contract, section 5 (One person). Of several, `id_number` and `other` are one; nothing reads them then.
select
    'phone' as kind,
    phone as identifier,

    count(distinct id_number) as id_numbers,
    min(id_number) as id_number,
    count(distinct ref) as others,
    min(ref) as other

from naming_events
where phone is not null
group by phone

union all

select
    'ref' as kind,
    ref as identifier,

    count(distinct id_number) as id_numbers,
    min(id_number) as id_number,
    count(distinct phone) as others,
    min(phone) as other

from naming_events
where ref is not null
group by ref
