import type { Engine } from '../engines/duckdb.ts'
import { type Search, inRegion, valuesFor } from './contributions.ts'
import type { TracedEvent, TracedEvents } from './traced-events.ts'

/** An event of which an earlier revision was about the region and sector, but whose latest one does not contribute. */
export interface Correction {
  how: 'withdrawn' | 'corrected'
  /** All of its revisions, the latest first. */
  revisions: TracedEvent[]
}

/** All revisions, each in the region of the table that it counts in. */
const PLACED_EVENTS = `
  select events.* replace (coalesce(former_regions.successor, events.region) as region)
  from events
  left join former_regions on former_regions.former_region = events.region`

/**
 * Finds events that a revision or a void took out of a value, or that may have changed it: of the types that the metric counts, with an
 * earlier revision in the window, region and sector. An event that names no region (a leave, a closing) belongs where other events of the
 * same worker or thing are. Reads the table `contributions`.
 */
export async function findCorrections(engine: Engine, traced: TracedEvents, { query, question, limit }: Search): Promise<Correction[]> {
  const types = query.types.map((type) => `'${type}'`).join(', ')
  const sql = `
    with placed_events as (${PLACED_EVENTS})
    select distinct found.source, found.id
    from (
      select events.* from placed_events as events
      join latest_revisions on latest_revisions.source = events.source and latest_revisions.id = events.id
      where events.revision < latest_revisions.revision and events.type in (${types})
    ) as found
    where (found.sector is null or $sector = 'all' or found.sector = $sector)
      and year(found.occurred_on) * 12 + month(found.occurred_on) - 1 between $from and $to
      and (
        ${inRegion('found')}
        or (found.region is null and exists (
          select 1 from placed_events as placed
          where placed."${query.key}" = found."${query.key}" and placed.type in (${types}) and ${inRegion('placed')}
        ))
      )
      and not exists (select 1 from contributions where contributions.source = found.source and contributions.id = found.id)
    order by found.source, found.id limit ${limit}`
  const corrections: Correction[] = []
  for (const row of await engine.rows(sql, valuesFor(sql, question))) {
    const revisions = await traced.revisionsOf({ source: String(row.source), id: String(row.id) })
    corrections.push({ how: revisions[0]?.isVoid ? 'withdrawn' : 'corrected', revisions })
  }
  return corrections
}
