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
}

export interface FiguresPage {
  head: PageHead
  figures: FigureRow[]
}

export function figureRow(figure: Figure): FigureRow {
  return { ...figure, name: metricName(figure.metric), region_name: nameOf(findRegion(figure.region)!) }
}

/** The page of all published figures. */
export function figuresPage(cube: Cube): FiguresPage {
  return { head: head(cube), figures: cube.figures.map(figureRow) }
}
