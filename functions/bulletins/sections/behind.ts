import { findRegion } from '../../catalogue/regions.ts'
import type { TargetProgress } from '../../reporting/target-progress.ts'
import type { Block } from '../model.ts'
import { behindText, targetsText } from '../sentences.zh.ts'
import { heading, paragraph } from './blocks.ts'
import { type RegionBelow, hasReported } from './regions.ts'
import { goalWords, targetName, withUnit } from './target-words.ts'

function sentence(target: TargetProgress): string {
  const { region, value, exists, expected, is_share: isShare } = target
  return behindText.target({
    name: `${findRegion(region)!.name}${targetName(target)}`,
    target: goalWords(target),
    counted: exists === undefined ? withUnit(target, value!) : exists ? targetsText.any : targetsText.none,
    ...(expected !== undefined && exists === undefined && { expected: withUnit(target, isShare ? expected : Math.round(expected)) }),
  })
}

/** Targets behind the straight line or overdue, and regions that reported nothing of what the table of regions shows. */
export function behindSection(targets: readonly TargetProgress[], regions: readonly RegionBelow[]): Block[] {
  const late = [...targets, ...regions.flatMap(({ target }) => target ?? [])].filter(
    ({ status }) => status === 'behind' || status === 'overdue',
  )
  const silent = regions.filter((one) => !hasReported(one)).map(({ region }) => region.name)
  return [
    heading(behindText.heading),
    paragraph(late.length === 0 ? behindText.noneBehind : behindText.behind(late.map(sentence))),
    ...(regions.length > 0 ? [paragraph(silent.length === 0 ? behindText.allReported : behindText.notReported(silent))] : []),
  ]
}
