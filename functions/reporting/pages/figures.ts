import { metricName } from '../../catalogue/names.ts'
import { findRegion } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Figure } from '../../release-format/rows.ts'
import type { Cube } from '../cube.ts'
import { type PageHead, head, nameOf } from './head.ts'

/** A published figure with the names of its metric and region. */
export interface FigureRow extends Figure {
  name: Bilingual
  region_name: Bilingual
  /** Whether the quote is in traditional characters: it is from a mirror of the source, which prints simplified ones. */
  is_traditional: boolean
  /** Why it has no address: only a republication of it was found, its sender gave none, or it was made up. Absent where it has one. */
  without_address?: 'republished' | 'not_given' | 'invented'
}

export interface FiguresPage {
  head: PageHead
  figures: FigureRow[]
}

/** Characters that only traditional texts have, of those that the quotes are full of. */
const TRADITIONAL = /[會員業領織個與總國車騎務動設發區縣萬達項網點駕駛產連數機構戶]/

/** The bundled figures say by an empty address that only a republication was found (queries/data/README.md). */
const BUNDLED = 'published-figures'

/** A figure as a page of a release shows it. */
export function figureRow({ is_simulated: isSimulated }: Pick<Manifest, 'is_simulated'>, figure: Figure): FigureRow {
  const why = isSimulated ? 'invented' : figure.source === BUNDLED ? 'republished' : 'not_given'
  return {
    ...figure,
    name: metricName(figure.metric),
    region_name: nameOf(findRegion(figure.region)!),
    is_traditional: TRADITIONAL.test(figure.quote),
    ...(!figure.url && { without_address: why }),
  }
}

/** The page of all published figures. */
export function figuresPage(cube: Cube): FiguresPage {
  return { head: head(cube), figures: cube.figures.map((figure) => figureRow(cube.manifest, figure)) }
}
