import { metricName } from '../../catalogue/names.ts'
import { findRegion } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Figure } from '../../release-format/rows.ts'
import type { Cube } from '../cube.ts'
import { type PageHead, head, nameOf } from './head.ts'

/** A published figure with the names of its metric and region. */
export interface FigureRow extends Figure {
  name: Bilingual
  region_name: Bilingual
  /** Whether the quote is in traditional characters: it is from a mirror of the source, which prints simplified ones. */
  is_traditional: boolean
}

export interface FiguresPage {
  head: PageHead
  figures: FigureRow[]
}

/** Characters that only traditional texts have, of those that the quotes are full of. */
const TRADITIONAL = /[會員業領織個與總國車騎務動設發區縣萬達項網點駕駛產連數機構戶]/

export function figureRow(figure: Figure): FigureRow {
  return {
    ...figure,
    name: metricName(figure.metric),
    region_name: nameOf(findRegion(figure.region)!),
    is_traditional: TRADITIONAL.test(figure.quote),
  }
}

/** The page of all published figures. */
export function figuresPage(cube: Cube): FiguresPage {
  return { head: head(cube), figures: cube.figures.map(figureRow) }
}
