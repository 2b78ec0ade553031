import { exact, percent } from '../../domain/format.ts'
import { evidenceText, statusText } from '../../domain/statuses.ts'
import type { PublishedProgress } from '../../reporting/evidence.ts'
import type { TargetProgress } from '../../reporting/target-progress.ts'
import type { Block } from '../model.ts'
import { EMPTY, limitedTo, targetsText } from '../sentences.zh.ts'
import { heading, note, table } from './blocks.ts'
import { nameInSector } from './name-in-sector.ts'
import { printFigure } from './print-figure.ts'

/** The figure that leads where nothing is counted yet: one that can be judged, else the first of the target's own sector. */
const leadingFigure = ({ value, sector, published }: TargetProgress): PublishedProgress | undefined =>
  value === undefined ? (published.find(({ status }) => status) ?? published.find((figure) => figure.sector === sector)) : undefined

function targetRow(progress: TargetProgress): string[] {
  const { name, sector, comparison, target, value, share, exists, since, deadline, status, partial } = progress
  const figure = leadingFigure(progress)
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
    figure ? targetsText.published(printFigure(figure), figure.as_of) : value === undefined ? EMPTY : exact(value),
    share === undefined ? EMPTY : partial ? targetsText.partial(percent(share), percent(partial.share)) : percent(share),
    deadline ?? EMPTY,
    figure?.status ? limitedTo(statusText[figure.status].zh, evidenceText.published.zh) : statusText[status].zh,
  ]
}

/** Of which members, sectors and regions the share of a target is, where it is not of all of them. */
function partialNote({ name, sector, partial }: TargetProgress): Block[] {
  if (!partial) return []
  const { covered, share, sectors, regions, of_regions } = partial
  const parts = { sectors: sectors.map(({ zh }) => zh), regions: regions.map(({ zh }) => zh), of: of_regions }
  return [note(targetsText.covers(nameInSector(name.zh, sector), exact(covered), percent(share), parts))]
}

/** The targets of the region that have a number and are counted. */
export function targetsSection(targets: readonly TargetProgress[]): Block[] {
  const shown = targets.filter(({ target, counted }) => target !== undefined && counted)
  if (shown.length === 0) return []
  return [
    heading(targetsText.heading),
    table({ caption: targetsText.heading, header: targetsText.header, rows: shown.map(targetRow) }),
    note(targetsText.evidence),
    ...shown.flatMap(partialNote),
  ]
}
