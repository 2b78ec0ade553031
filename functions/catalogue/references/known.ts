import { actMetrics } from '../act-metrics.ts'
import { type EventType, resolveEventType } from '../event-type.ts'
import type { Catalogue, FileName } from '../schema/files.ts'

/** A reference that leads nowhere: where it stands, and what would be right. */
export interface Dangling {
  path: readonly (string | number)[]
  message: string
}

/**
 * What entries may refer to. Names count as known also where their entry is unsound, so that one fault is not reported again
 * by everything that refers to it.
 */
export interface Known {
  eventTypes: ReadonlyMap<string, EventType>
  typeNames: ReadonlySet<string>
  patterns: ReadonlySet<string>
  codeLists: Catalogue['codes.json']
  listNames: ReadonlySet<string>
  labels: ReadonlySet<string>
  /** Counted metrics, those of acts among them. */
  counted: ReadonlySet<string>
  published: ReadonlySet<string>
  /** Metrics of every kind. */
  metrics: ReadonlySet<string>
  regions: ReadonlySet<string>
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function sectionOf(files: Readonly<Record<FileName, unknown>>, section: string): string[] {
  const metrics = files['metrics.json']
  return typeof metrics === 'object' && metrics !== null ? keysOf(Reflect.get(metrics, section)) : []
}

/** What entries may refer to: from the sound entries of the catalogue, and the names in its files as they are. */
export function knownNames(sound: Catalogue, files: Readonly<Record<FileName, unknown>>): Known {
  const eventTypes = new Map(
    Object.entries(sound['event-types.json']).map(([name, raw]) => [name, resolveEventType(raw, sound['patterns.json'])]),
  )
  const counted = [...sectionOf(files, 'counted'), ...Object.keys(actMetrics(eventTypes))]
  const published = sectionOf(files, 'published')
  return {
    eventTypes,
    typeNames: new Set(keysOf(files['event-types.json'])),
    patterns: new Set(keysOf(files['patterns.json'])),
    codeLists: sound['codes.json'],
    listNames: new Set(keysOf(files['codes.json'])),
    labels: new Set(keysOf(files['fields.json'])),
    counted: new Set(counted),
    published: new Set(published),
    metrics: new Set([...counted, ...published, ...sectionOf(files, 'target_only')]),
    regions: new Set(sound['regions.json'].rows.map(([code]) => code)),
  }
}

/** A reference to a name that must be in a set; nothing where it is. */
export function unlessIn(names: ReadonlySet<string>, name: string | undefined, path: Dangling['path'], expected: string): Dangling[] {
  return name === undefined || names.has(name) ? [] : [{ path, message: `expected ${expected}, got "${name}"` }]
}

/** A reference to a code of a list; nothing where it is there, or where the list is not. */
export function unlessCode({ codeLists }: Known, list: string, code: string | undefined, path: Dangling['path']): Dangling[] {
  const codes = codeLists[list]?.codes
  if (code === undefined || codes === undefined || Object.hasOwn(codes, code)) return []
  return [{ path, message: `expected a code of the list "${list}" (codes.json), got "${code}"` }]
}
