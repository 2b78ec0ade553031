import { type Day, monthStart, shanghaiDay } from '../../domain/calendar.ts'
import type { Bilingual } from '../../domain/language.ts'
import { nameOf } from '../../catalogue/place-names.ts'
import { type Region, regionPath } from '../../catalogue/regions.ts'
import type { Cube } from '../cube.ts'
import { asOfDate, asOfMonth, isFilling, shownMonth } from '../as-of.ts'

/** What every page document says of where its numbers come from. */
export interface PageHead {
  dataset: string
  /** Whether the dataset's card says so: a simulated dataset is marked wherever it is shown. */
  is_simulated: boolean
  /** How many people one person stands for; targets that count people are shown divided by it. Absent without a scale. */
  scale?: number
  release: string
  created_at: string
  as_of: Day
  /** The month that pages open on, such as 2026-10: the latest settled one; absent in pages stored before December 2026. */
  month?: string
  /** Whether reports of the month of that day were still coming in when the release was built. */
  is_filling: boolean
  /** The latest day of a published figure of the dataset; absent where there is no figure. */
  figures_until?: Day
  commits: number
  events: number
  engine: string
  /** The engines that counted the same tables independently; absent where one counted alone. */
  agreed?: string[]
}

/** A region with those above it, from the nation down. */
export interface RegionHead {
  code: string
  name: Bilingual
  level: string
  path: { code: string; name: Bilingual }[]
}

/** The head of a page of a release. */
export function head(cube: Cube): PageHead {
  const { manifest } = cube
  // Plans for a later day are published as well; they do not say how far the figures go.
  const today = shanghaiDay(new Date(manifest.created_at))
  const figuresUntil = cube.figures.reduce((day, figure) => (figure.as_of > day && figure.as_of <= today ? figure.as_of : day), '')
  return {
    dataset: manifest.dataset,
    is_simulated: manifest.is_simulated ?? false,
    ...(manifest.scale !== undefined && { scale: manifest.scale }),
    release: manifest.release,
    created_at: manifest.created_at,
    as_of: asOfDate(manifest),
    month: monthStart(shownMonth(manifest)).slice(0, 7),
    is_filling: isFilling(manifest, asOfMonth(manifest)),
    ...(figuresUntil && { figures_until: figuresUntil }),
    commits: manifest.log.seq,
    events: manifest.events.live,
    engine: manifest.engine,
    ...(manifest.agreed && { agreed: manifest.agreed.engines }),
  }
}

/** A region with those above it, as a page shows it. */
export function regionHead(region: Region): RegionHead {
  const above = regionPath(region.code).slice(1).reverse()
  return {
    code: region.code,
    name: nameOf(region),
    level: region.level,
    path: above.map((one) => ({ code: one.code, name: nameOf(one) })),
  }
}
