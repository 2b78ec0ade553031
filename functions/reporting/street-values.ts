import { STREET_CUBE } from '../release-format/cube-layout.ts'
import type { Manifest } from '../release-format/manifest.ts'
import type { Store } from '../storage/store.ts'
import { type CubeValue, type ValueQuery, openCubeValues } from './cube-values.ts'
import { readTable } from './release-table.ts'

const METRICS = 'street_metrics'

/** What the events that name a township count. */
export interface StreetValues {
  /** The metrics that have such events. A release that was built before townships were counted has none. */
  metrics(): Promise<ReadonlySet<string>>
  /** Values of townships; of a county or prefecture the part of its value that is due to the events that name a township. */
  valuesAt(query: ValueQuery): Promise<CubeValue[]>
}

/** Opens the townships of a release; nothing is read before it is asked for. */
export function openStreetValues(store: Store, manifest: Manifest): StreetValues {
  const { valuesAt } = openCubeValues(store, manifest, { cubes: [STREET_CUBE] })
  let metrics: Promise<ReadonlySet<string>> | undefined
  async function readMetrics(): Promise<ReadonlySet<string>> {
    if (manifest.files[METRICS] === undefined) return new Set()
    return new Set((await readTable(store, manifest, METRICS)).map(({ metric }) => String(metric)))
  }
  return {
    valuesAt,
    metrics() {
      if (!metrics) {
        metrics = readMetrics()
        metrics.catch(() => (metrics = undefined))
      }
      return metrics
    },
  }
}
