import { type Model, isView, upstreamOf } from '../../queries/read-models.ts'

/** Every name of a model that the build depends on is in this file, in `additive-tables.ts`, and in CUBES of the release format. */
export const STAGING = 'stg_events'
const CELLS = 'cells'

/** Who is one person: from the events that name several identifiers to the ties, and what contradicts itself there; each reads those before it. */
const NAMING = ['naming_events', 'named_identifiers', 'conflicting_identifiers', 'ties', 'identifier_conflicts']
export const TIES = 'ties'
export const CONFLICTS = 'identifier_conflicts'

/** Number of live events by type and day: a model that is run for workers, and again for the entities, as `thing_days`. */
export const EVENT_DAYS = 'event_days'
export const ENTITY_DAYS = 'thing_days'

/** The lists in the order in which a release and its pages name them. A list that is not here comes last. */
export const LIST_ORDER: readonly string[] = [
  'risk_rules',
  'workforce_reports',
  'enterprises_without_code',
  'money_rules',
  'stations_of_closed_enterprises',
  'names_to_check',
  'unknown_references',
  'ledger_rules',
  'reporting',
  'checks',
  'duplicate_join',
  'left_elsewhere',
  'transfer_without_membership',
  'identifiers_in_conflict',
  'region_split',
  'implausible_ages',
  'enterprise_trees',
  'membership_rules',
  'organisation_rules',
]

/** The names of the lists, in their order. */
export function listNames(models: readonly Model[]): string[] {
  const rank = (name: string) => (LIST_ORDER.includes(name) ? LIST_ORDER.indexOf(name) : LIST_ORDER.length)
  const names = models.filter(({ folder }) => folder === 'lists').map(({ name }) => name)
  return names.sort((a, b) => rank(a) - rank(b))
}

/** True for a table that a release contains. The others, which these are computed from, are stored only for the next release. */
export const isPublished = ({ folder }: Model) => folder === 'marts' || folder === 'lists'

/** True for a table that is computed once, from entities and the sums over workers. */
export const isOfNoWorker = ({ folder }: Model) => folder === 'intermediate' || folder === 'marts' || folder === 'lists'

export interface ModelGroups {
  /** The live events, as the other models read them. */
  staging: Model
  /** Numbers of the cells that workers are counted in. */
  cells: Model
  /** Who is one person, each model after those that it reads. */
  naming: Model[]
  /** The views of the live events that the models of a partition read. */
  workerViews: Model[]
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
  const perPartition = models.filter(({ folder }) => folder === 'intermediate/workers')
  const upstream = upstreamOf(models, perPartition.map(({ name }) => name)) // prettier-ignore
  return {
    staging: named(STAGING),
    cells: named(CELLS),
    naming: NAMING.map(named),
    workerViews: upstream.filter((model) => isView(model) && model.name !== STAGING),
    perPartition,
    afterPartitions: models.filter(isOfNoWorker),
  }
}
