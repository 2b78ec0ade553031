-- conflicting_identifiers
-- Grain:   one row per phone and reference that several people are named with.
-- Key:     identifier
-- Answers: whose is it, if nobody can say: with how many is it named, and which event names it first?
-- Reads:   named_identifiers, naming_events
-- Source:  contract, section 5 (One person)
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

    select source, id, 'phone' as kind, phone as identifier
    from naming_events
    where phone is not null

    union all

    select source, id, 'ref' as kind, ref as identifier
    from naming_events
    where ref is not null

),

-- several sources may have one id, so the first event is the first of both together
ranked_events as (

    select
        conflicts.identifier,
        conflicts.kind,
        conflicts.named_with,
        conflicts.named,
        named_events.source,
        named_events.id,

        row_number() over (
            partition by conflicts.kind, conflicts.identifier order by named_events.source, named_events.id
        ) as position

    from named_events
    join conflicts
        on conflicts.kind = named_events.kind
        and conflicts.identifier = named_events.identifier

)

select
    identifier,
    kind,
    named_with,
    cast(named as bigint) as named,
    source as first_source,
    id as first_id

from ranked_events
where position = 1
