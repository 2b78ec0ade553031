import type { z } from 'zod'
import type { eventLine } from '../schema/event-types.ts'
import { type Dangling, type Known, unlessIn } from './known.ts'

/** What the events of an NDJSON file name: type, fields, metric and region. The intake checks their values. */
export function lineProblems(events: readonly z.infer<typeof eventLine>[], known: Known): Dangling[] {
  return events.flatMap(({ type, data }, index) => [
    ...unlessIn(known.typeNames, type, [index, 'type'], 'an event type'),
    ...Object.keys(data).flatMap((field) =>
      unlessIn(known.eventTypes.get(type)?.fieldNames ?? new Set([field]), field, [index, 'data'], `a field of ${type}`),
    ),
    ...unlessIn(known.metrics, 'metric' in data ? String(data.metric) : undefined, [index, 'data', 'metric'], 'a metric of metrics.json'),
    ...unlessIn(known.regions, 'region' in data ? String(data.region) : undefined, [index, 'data', 'region'], 'the code of a row of regions.json'),
  ])
} // prettier-ignore
