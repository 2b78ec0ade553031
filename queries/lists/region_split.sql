-- region_split
-- Grain:   one row per live event from a region that is no more and that several regions succeed.
-- Key:     source, id
-- Answers: which events count in one of several successors, and may belong to another?
-- Reads:   region_paths, stg_entity_events, worker_findings
-- Source:  contract, section 5 (Regions in time). `region` is where it counts, `subject` the code as it was sent.
with

split_events as (

    select source, id, occurred_on, region, sector, subject
    from worker_findings
    where list = 'region_split'

    union all

    select sent.source, sent.id, sent.occurred_on, sent.region, sent.sector, sent.sent_region as subject
    from stg_entity_events as sent
    join region_paths
        on region_paths.region = sent.sent_region
        and region_paths.ancestor_level = 'one_of_successors'

)

select source, id, occurred_on, region, sector, subject

from split_events
order by occurred_on, source, id
