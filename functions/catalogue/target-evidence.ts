import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { Indicator } from './measures.ts'

/**
 * How a target is judged where its document gives no number of its own:
 * `existence` at least one; `none_left` none; `whole` all of a whole; `spread` at least one in every place of a level;
 * `trend` more than in the twelve months before; `ledger` by what stands in the ledger itself.
 */
export type TargetRule = 'existence' | 'none_left' | 'whole' | 'spread' | 'trend' | 'ledger'

/** What shows the progress of a target's metric. */
export interface TargetEvidence {
  counted: Indicator | null
  /** The whole that the counted is a part of. */
  of?: Indicator
  rule?: TargetRule
  /** The level whose places a `spread` goes over. */
  level?: 'province' | 'prefecture' | 'county'
  /** The kind of survey whose rate is the value. */
  survey?: string
  /** The published metric that stands beside what is counted, never mixed into it. */
  published: string | null
}

const evidence = metricsJson.target_evidence as unknown as Record<string, TargetEvidence>

/** What shows the progress of a target's metric; nothing, where this system does not count it. */
export function evidenceOfTarget(metric: string): TargetEvidence {
  return evidence[metric] ?? { counted: null, published: null }
}
