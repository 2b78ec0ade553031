import type { Model } from '../../queries/read-models.ts'

/** Every name of a model that the build depends on is in this file, in `additive-tables.ts`, and in CUBES of the release format. */
const STAGING = 'stg_events'
const CELLS = 'cells'

/** Number of live events by type and day: a model that is run for workers, and again for the entities, as `thing_days`. */
export const EVENT_DAYS = 'event_days'
export const ENTITY_DAYS = 'thing_days'

/** The tables that a release contains. The others, which these are computed from, are stored only for the next release. */
const PUBLISHED = [
  'figures', 'targets', 'target_versions', 'thresholds', 'surveys', 'enterprise_states', 'union_states', 'station_states', 'site_states',
  'enterprise_timelines', 'thing_cube',
] // prettier-ignore

/** True for a table that a release contains. */
export const isPublished = ({ name, folder }: Model) => folder === 'lists' || PUBLISHED.includes(name)

export interface ModelGroups {
  /** The live events, as the other models read them. */
  staging: Model
  /** Numbers of the cells that workers are counted in. */
  cells: Model
  /** Run once for each partition of the workers. */
  perPartition: Model[]
  /** Run once, after all partitions. */
  afterPartitions: Model[]
}

/** The models by when they run. Throws if a model that the build names is missing. */
export function groupModels(models: readonly Model[]): ModelGroups {
  const named = (name: string) => {
    const model = models.find((one) => one.name === name)
    if (!model) throw new Error(`queries: there is no model ${name}`)
    return model
  }
  return {
    staging: named(STAGING),
    cells: named(CELLS),
    perPartition: models.filter(({ name, folder }) => name === EVENT_DAYS || folder === 'workers'),
    afterPartitions: models.filter(({ folder }) => folder === 'marts' || folder === 'lists'),
  }
}
