import { registry } from '../catalogue/registry.ts'
import { codeOfTarget } from '../catalogue/target-evidence.ts'
import type { Target, Threshold } from '../release-format/rows.ts'

/*
 * The scale of a simulated dataset: one person of its events stands for so many people. What a target asks for is in people, so targets
 * that count people are divided by it. Things (unions, enterprises, sites) and money are not scaled.
 */

/** Whether a target counts people, once each or every time. */
function countsPeople(target: Target): boolean {
  const counts = registry.get(codeOfTarget(target))?.counts
  return counts === 'people' || counts === 'person_times'
}

/** Targets as a dataset of a scale shows them; without a scale as they were set. */
export function targetsAtScale<T extends Target>(targets: readonly T[], scale: number | undefined): readonly T[] {
  if (scale === undefined) return targets
  return targets.map((target) =>
    countsPeople(target) && target.value !== null ? { ...target, value: target.value / scale, scale } : target,
  )
}

/** Thresholds that count people, as those of the targets that they are set for. */
export function thresholdsAtScale(
  thresholds: readonly Threshold[],
  targets: readonly Target[],
  scale: number | undefined,
): readonly Threshold[] {
  if (scale === undefined) return thresholds
  const ofPeople = new Set(targets.filter(countsPeople).map(({ target_id }) => target_id))
  return thresholds.map((one) => (one.counts === 'count' && ofPeople.has(one.target_id) ? { ...one, value: one.value / scale } : one))
}
