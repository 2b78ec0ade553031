import type { Catalogue } from '../schema/files.ts'
import { indicatorProblems } from './indicators.ts'
import { type Dangling, type Known, unlessIn } from './known.ts'

/** The references of measures: metrics and parts of their indicators, event types and fields of their examples. */
export function measureProblems(catalogue: Catalogue, known: Known): Dangling[] {
  return Object.entries(catalogue['measures.json']).flatMap(([id, { indicator, of, example }]) => [
    ...indicatorProblems(indicator, [id, 'indicator'], catalogue, known),
    ...(of ? indicatorProblems(of, [id, 'of'], catalogue, known) : []),
    ...example.flatMap(({ type, data }, index) => [
      ...unlessIn(known.typeNames, type, [id, 'example', index, 'type'], 'an event type'),
      ...Object.keys(data).flatMap((field) =>
        unlessIn(known.eventTypes.get(type)?.fieldNames ?? new Set([field]), field, [id, 'example', index, 'data'], `a field of ${type}`),
      ),
    ]),
  ])
}
