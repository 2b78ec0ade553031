import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { ContentOf } from './schema/files.ts'

/** What shows the progress of a target for a metric. */
export type TargetEvidence = NonNullable<ContentOf<'metrics.json'>['target_only'][string]['target']>

/** How a target is judged where its document gives no number of its own; the schema explains each. */
export type TargetRule = NonNullable<TargetEvidence['rule']>

/** What shows the progress of a target for a metric. `counted` and `published` are null where this system does not judge such a target. */
export function evidenceOfTarget(metric: string): TargetEvidence {
  const ofCounted = metricsJson.counted[metric]?.target
  if (ofCounted) return { counted: { metric }, ...ofCounted }
  return (metricsJson.published[metric] ?? metricsJson.target_only[metric])?.target ?? { counted: null, published: null }
}
