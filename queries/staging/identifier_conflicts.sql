-- identifier_conflicts
-- Grain:   one row per live event and phone or reference in it that several people are named with.
-- Key:     source, id, subject
-- Answers: which events contradict each other about whose a phone or a reference is?
-- Reads:   named_identifiers, naming_events
-- Source:  contract, section 5 (One person). Identifiers are not shown: events of one case have the same first event.
with

-- a phone with several references is no conflict where none of them has an identity number
phones_of_numbers as (

    select naming_events.phone

    from naming_events
    join named_identifiers
        on named_identifiers.kind = 'ref'
        and named_identifiers.identifier = naming_events.ref
        and named_identifiers.id_numbers > 0
    where naming_events.phone is not null
    group by naming_events.phone

),

conflicts as (

    select
        named_identifiers.kind,
        named_identifiers.identifier,
        case
            when named_identifiers.id_numbers > 1 then 'id_number'
            when named_identifiers.kind = 'phone' then 'ref'
            else 'phone'
        end as named_with,
        case
            when named_identifiers.id_numbers > 1 then named_identifiers.id_numbers
            else named_identifiers.others
        end as named

    from named_identifiers
    left join phones_of_numbers
        on phones_of_numbers.phone = named_identifiers.identifier
    where named_identifiers.id_numbers > 1
        or (
            named_identifiers.id_numbers = 0
            and named_identifiers.others > 1
            and (named_identifiers.kind = 'ref' or phones_of_numbers.phone is not null)
        )

),

named_events as (

    select source, id, occurred_on, region, sector, 'phone' as kind, phone as identifier
    from naming_events
    where phone is not null

    union all

    select source, id, occurred_on, region, sector, 'ref' as kind, ref as identifier
    from naming_events
    where ref is not null

),

first_events as (

    select
        named_events.source,
        named_events.id,
        named_events.occurred_on,
        named_events.region,
        named_events.sector,
        conflicts.kind,
        conflicts.named_with,
        conflicts.named,

        first_value(named_events.source) over (
            partition by conflicts.kind, conflicts.identifier order by named_events.source, named_events.id
        ) as first_source,
        first_value(named_events.id) over (
            partition by conflicts.kind, conflicts.identifier order by named_events.source, named_events.id
        ) as first_id

    from named_events
    join conflicts
        on conflicts.kind = named_events.kind
        and conflicts.identifier = named_events.identifier

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    kind as subject,
    named_with,
    cast(named as bigint) as named,
    first_source,
    first_id

from first_events
order by source, id, subject
