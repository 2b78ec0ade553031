-- ties
-- Grain:   one row per phone and reference that is tied to another identifier of its person, or in conflict.
-- Key:     identifier
-- Answers: whose is it?
-- Reads:   conflicting_identifiers, named_identifiers
-- Source:  contract, section 5 (One person): the only identity number named with it; else, of a phone, that of its only
--          reference, and of a reference, the person of its only phone. Where there are several there is no tie: it is
--          tied to itself, with what contradicts itself.
with

phones as (

    select
        phones.identifier,
        case
            when phones.id_numbers = 1 then phones.id_number
            when phones.id_numbers = 0 and phones.others = 1 and refs.id_numbers = 1 then refs.id_number
        end as person

    from named_identifiers as phones
    left join named_identifiers as refs
        on refs.kind = 'ref'
        and refs.identifier = phones.other
    where phones.kind = 'phone'

),

refs as (

    select
        refs.identifier,
        case
            when refs.id_numbers = 1 then refs.id_number
            when refs.id_numbers = 0 and refs.others = 1 then coalesce(phones.person, refs.other)
        end as person

    from named_identifiers as refs
    left join phones
        on phones.identifier = refs.other
    where refs.kind = 'ref'

),

tied as (

    select identifier, person
    from phones

    union all

    select identifier, person
    from refs

)

select
    identifier,
    person,
    cast(null as varchar) as conflict,
    cast(null as varchar) as named_with,
    cast(null as bigint) as named,
    cast(null as varchar) as first_source,
    cast(null as varchar) as first_id

from tied
where person is not null

union all

select identifier, identifier as person, kind as conflict, named_with, named, first_source, first_id
from conflicting_identifiers
