-- enterprises_without_code
-- Grain:   one row per open enterprise that is known by a local code only.
-- Answers: for which enterprises is the unified social credit code still to be found?
-- Reads:   enterprise_states
with

open_enterprises as (

    select *
    from enterprise_states
    where ended_on is null
        and enterprise_id like 'local:%'

)

select
    source,
    id,
    occurred_on,
    region,
    sector,
    enterprise_id as subject

from open_enterprises
order by region, subject
