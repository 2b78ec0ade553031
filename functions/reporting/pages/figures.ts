import { countedMetrics } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import { findRegion } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Figure } from '../../release-format/rows.ts'
import type { Cube } from '../cube.ts'
import { nameOf } from '../../catalogue/place-names.ts'
import { type PageHead, head } from './head.ts'

/** A published figure with the names of its metric and region. */
export interface FigureRow extends Figure {
  name: Bilingual
  region_name: Bilingual
  /** Whether the quote is in traditional characters: it is from a mirror of the source, which prints simplified ones. */
  is_traditional: boolean
  /** What is counted for its metric, region and sector on its own day or within its own period; absent where that is not alike, or nothing was received. */
  counted?: {
    number: number
    name: Bilingual
    unit: string
    /** True where it is not the metric that is published, but one like it. */ is_other?: true
  }
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

/** Why a figure has no address; empty for one that has one. */
function withoutAddress({ url, source }: Figure, isSimulated: boolean): Pick<FigureRow, 'without_address'> {
  if (url) return {}
  if (isSimulated) return { without_address: 'invented' }
  return { without_address: source === BUNDLED ? 'republished' : 'not_given' }
}

/** Figures as pages show them, each with what is counted on its own day for its own region and sector. */
export async function figureRows(cube: Cube, figures: readonly Figure[]): Promise<FigureRow[]> {
  const counts = new Map((await cube.figureCounts()).map((one) => [`${one.source} ${one.id}`, one]))
  return figures.map((figure) => {
    const counted = counts.get(`${figure.source} ${figure.id}`)
    return {
      ...figure,
      name: metricName(figure.metric),
      region_name: nameOf(findRegion(figure.region)!),
      is_traditional: TRADITIONAL.test(figure.quote),
      ...(counted && {
        counted: {
          number: counted.number,
          name: metricName(counted.counted),
          unit: countedMetrics[counted.counted]!.unit,
          ...(counted.counted !== figure.metric && { is_other: true as const }),
        },
      }),
      ...withoutAddress(figure, cube.manifest.is_simulated === true),
    }
  })
}

/** The page of all published figures. */
export async function figuresPage(cube: Cube): Promise<FiguresPage> {
  return { head: head(cube), figures: await figureRows(cube, cube.figures) }
}
