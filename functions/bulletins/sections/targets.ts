import { codeName } from '../../catalogue/catalogue.ts'
import { exact, percent } from '../../domain/format.ts'
import { statusText } from '../../domain/statuses.ts'
import type { TargetProgress } from '../../reporting/target-progress.ts'
import type { Block } from '../model.ts'
import { EMPTY, limitedTo, targetsText } from '../sentences.zh.ts'
import { heading, table } from './blocks.ts'

/** The name of something that is of all sectors or of one. */
export const nameInSector = (name: string, sector: string) => (sector === 'all' ? name : limitedTo(name, codeName('sector', sector).zh))

function targetRow({ name, sector, comparison, target, value, share, exists, since, deadline, status }: TargetProgress): string[] {
  if (exists !== undefined)
    return [
      nameInSector(name.zh, sector),
      targetsText.any,
      !exists ? targetsText.none : since === undefined ? targetsText.any : targetsText.anySince(since),
      EMPTY,
      deadline ?? EMPTY,
      statusText[status].zh,
    ]
  return [
    nameInSector(name.zh, sector),
    comparison === 'more_than' ? targetsText.moreThan(exact(target!)) : exact(target!),
    value === undefined ? EMPTY : exact(value),
    share === undefined ? EMPTY : percent(share),
    deadline ?? EMPTY,
    statusText[status].zh,
  ]
}

/** The targets of the region that have a number and are counted. */
export function targetsSection(targets: readonly TargetProgress[]): Block[] {
  const rows = targets.filter(({ target, counted }) => target !== undefined && counted).map(targetRow)
  if (rows.length === 0) return []
  return [heading(targetsText.heading), table({ caption: targetsText.heading, header: targetsText.header, rows })]
}
