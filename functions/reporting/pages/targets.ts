import { IN_PRINT_SOURCE } from '../../catalogue/target-evidence.ts'
import { authorityName, sourceName } from '../../catalogue/source-names.ts'
import { findRegion } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { TargetVersion } from '../../release-format/rows.ts'
import type { Cube } from '../cube.ts'
import { asCounted, sectorOf } from '../target-number.ts'
import { type TargetProgress, progressOf } from '../target-progress.ts'
import { nameOf } from '../../catalogue/place-names.ts'
import { type PageHead, head } from './head.ts'

/** A time that a target was set, with what it was set to. */
export type TargetChange = Pick<
  TargetVersion,
  'version' | 'set_on' | 'value' | 'deadline' | 'source' | 'authority' | 'reason' | 'basis'
> & {
  /** Who set it, in words. */
  set_by: Bilingual
  /** True for a target that the press reports: `set_on` is the day of the report, and it does not say who set the target. */
  is_from_print?: true
}

export interface TargetsPage {
  head: PageHead
  targets: (TargetProgress & { region_name: Bilingual; sector_name: Bilingual; history: TargetChange[] })[]
}

function historyOf(cube: Cube, id: string): TargetChange[] {
  return cube.targetVersions
    .filter(({ target_id }) => target_id === id)
    .map((change) => {
      const { version, set_on, value, deadline, source, authority, reason, basis } = change
      const by = authority === null ? sourceName(source) : authorityName(authority)
      return {
        version,
        set_on,
        value: value === null ? null : asCounted(change, value),
        deadline,
        source,
        authority,
        reason,
        basis,
        set_by: by,
        ...(authority === null && source === IN_PRINT_SOURCE && { is_from_print: true as const }),
      }
    })
}

/** The page of all targets, those that a document sets in an article first. */
export async function targetsPage(cube: Cube): Promise<TargetsPage> {
  const inOrder = cube.targets.toSorted((a, b) => Number(a.article === null) - Number(b.article === null))
  const progress = await Promise.all(inOrder.map((target) => progressOf(cube, target)))
  return {
    head: head(cube),
    targets: progress.map((one, index) => ({
      ...one,
      region_name: nameOf(findRegion(one.region)!),
      sector_name: sectorOf(inOrder[index]!),
      history: historyOf(cube, one.target_id),
    })),
  }
}
