import type { Catalogue } from '../schema/files.ts'
import { indicatorProblems } from './indicators.ts'
import { type Dangling, type Known, unlessCode, unlessIn } from './known.ts'

type Metrics = Catalogue['metrics.json']
type Counted = Metrics['counted'][string]
type Evidence = NonNullable<Counted['target']>

function evidenceProblems(evidence: Evidence, path: Dangling['path'], catalogue: Catalogue, known: Known): Dangling[] {
  const { counted, of, published, survey, rule, level } = evidence
  return [
    ...(counted ? indicatorProblems(counted, [...path, 'counted'], catalogue, known) : []),
    ...(of ? indicatorProblems(of, [...path, 'of'], catalogue, known) : []),
    ...unlessIn(known.published, published ?? undefined, [...path, 'published'], 'a published metric'),
    ...unlessCode(known, 'survey_kind', survey, [...path, 'survey']),
    ...(rule === 'spread' && level === undefined
      ? [{ path: [...path, 'level'], message: 'expected the level that the rule "spread" goes over, got nothing' }]
      : []),
    ...(rule === 'whole' && of === undefined
      ? [{ path: [...path, 'of'], message: 'expected the whole that the rule "whole" asks for, got nothing' }]
      : []),
  ]
}

/** The values that a sentence of the bulletin names and there are not. */
function sentenceProblems(sentence: string, path: Dangling['path'], { counted }: Metrics): Dangling[] {
  return [...sentence.matchAll(/\{([^}]*)\}/g)].flatMap(([, name = '']): Dangling[] => {
    const [, metric, window] = /^([a-z_]+?)(\.year|\.month)?$/.exec(name) ?? []
    const isKnown = name === 'month' || (metric !== undefined && counted[metric] !== undefined && (!window || counted[metric].windowed))
    return isKnown ? [] : [{ path, message: `expected {month} or a counted metric, with .year or .month if it is windowed, got {${name}}` }]
  })
}

function shownProblems(name: string, { shown, windowed, by }: Counted, metrics: Metrics, known: Known): Dangling[] {
  const { map, bulletin } = shown ?? {}
  const path = ['counted', name, 'shown']
  return [
    ...(map?.window && !windowed ? [{ path: [...path, 'map', 'window'], message: `expected none for a metric that is not windowed, got "${map.window}"` }] : []),
    ...(map?.part && !by ? [{ path: [...path, 'map', 'part'], message: `expected none for a metric without "by", got "${map.part}"` }] : []),
    ...(by ? unlessCode(known, by === 'basis' ? 'workforce_basis' : 'site_kind', map?.part, [...path, 'map', 'part']) : []),
    ...(bulletin?.sentence ? sentenceProblems(bulletin.sentence, [...path, 'bulletin', 'sentence'], metrics) : []),
  ]
} // prettier-ignore

/** Where a metric that is not a detail must say whether it is listed, so that nothing is left out by being forgotten. */
function silenceProblems(name: string, { is_detail, shown, target }: Counted): Dangling[] {
  if (is_detail) return []
  return [
    ...(shown === undefined ? [{ path: ['counted', name, 'shown'], message: 'expected {"map": ..., "bulletin": ...} with null where it is not listed, got nothing' }] : []),
    ...(target === undefined ? [{ path: ['counted', name, 'target'], message: 'expected how a target for it is judged, or null where none is, got nothing' }] : []),
  ]
} // prettier-ignore

function countedProblems(name: string, metric: Counted, catalogue: Catalogue, known: Known): Dangling[] {
  const path = ['counted', name]
  const sources = new Set([...known.counted, ...known.typeNames])
  return [
    ...metric.reported_by.flatMap((source, index) =>
      unlessIn(sources, source, [...path, 'reported_by', index], 'a counted metric or an event type'),
    ),
    ...(metric.ratio ?? []).flatMap((one, index) => unlessIn(known.counted, one, [...path, 'ratio', index], 'a counted metric')),
    ...unlessIn(known.counted, metric.part_of, [...path, 'part_of'], 'a counted metric'),
    ...unlessIn(known.published, metric.published_beside, [...path, 'published_beside'], 'a published metric'),
    ...silenceProblems(name, metric),
    ...shownProblems(name, metric, catalogue['metrics.json'], known),
    ...(metric.target ? evidenceProblems(metric.target, [...path, 'target'], catalogue, known) : []),
  ]
}

/** Two metrics at the same position of a list. */
function orderProblems(metrics: Metrics): Dangling[] {
  const taken = new Map<string, string>()
  const all = [
    ...Object.entries(metrics.counted).map(([name, { shown }]) => ({ section: 'counted', name, map: shown?.map, bulletin: shown?.bulletin })),
    ...Object.entries(metrics.published).map(([name, { shown }]) => ({ section: 'published', name, map: shown?.map, bulletin: undefined })),
  ]
  return all.flatMap(({ section, name, ...lists }) =>
    (['map', 'bulletin'] as const).flatMap((list): Dangling[] => {
      const order = lists[list]?.order
      if (order === undefined) return []
      const other = taken.get(`${list} ${order}`)
      taken.set(`${list} ${order}`, name)
      return other === undefined ? [] : [{ path: [section, name, 'shown', list, 'order'], message: `expected a number that no other metric has, got ${order} as "${other}"` }]
    }),
  )
} // prettier-ignore

/** The references of metrics: to each other, to event types, to code lists, and the evidence of targets. */
export function metricProblems(catalogue: Catalogue, known: Known): Dangling[] {
  const { counted, published, target_only } = catalogue['metrics.json']
  const judged = [...Object.entries({ published, target_only })].flatMap(([section, metrics]) =>
    Object.entries(metrics).flatMap(([name, { target }]) => (target ? evidenceProblems(target, [section, name, 'target'], catalogue, known) : [])),
  )
  return [
    ...Object.entries(counted).flatMap(([name, metric]) => countedProblems(name, metric, catalogue, known)),
    ...judged,
    ...orderProblems(catalogue['metrics.json']),
  ]
} // prettier-ignore
