import { amount } from '../../domain/format.ts'
import { asksForAny } from '../../domain/progress.ts'
import type { TargetProgress } from '../../reporting/target-progress.ts'
import { limitedTo, targetsText } from '../sentences.zh.ts'
import { nameInSector } from './name-in-sector.ts'

type Words = Pick<TargetProgress, 'name' | 'sector' | 'counted' | 'counted_parts' | 'rule' | 'target' | 'comparison' | 'unit_name' | 'is_share' | 'less_is_better'> // prettier-ignore

/** The name of a target, with its sector, and of a membership rate with the basis of its workforce. */
export function targetName({ name, sector, counted }: Words): string {
  return nameInSector(counted === 'membership_rate' ? limitedTo(name.zh, targetsText.basis) : name.zh, sector)
}

/** A value of a target with its unit; a share as a percentage. */
export const withUnit = ({ is_share, unit_name: unit }: Words, value: number): string =>
  amount(value, is_share) + (is_share ? '' : (unit?.zh ?? ''))

/** What a target asks to reach, in words. */
export function goalWords(target: Words): string {
  if (asksForAny(target)) return targetsText.any
  const goal = withUnit(target, target.target!)
  if (target.comparison === 'more_than') return targetsText.moreThan(goal)
  if (target.target === 0) return targetsText.noneLeft
  return target.less_is_better ? targetsText.atMost(goal) : goal
}
