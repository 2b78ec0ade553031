import { shanghaiDay } from '../../domain/calendar.ts'
import type { PageHead, RegionPage } from '../documents.ts'
import type { Bilingual } from '../../domain/language.ts'
import { type Region, findRegion, regionPath } from '../../catalogue/regions.ts'
import type { Cube } from '../cube.ts'
import { asOfDate } from '../as-of.ts'

/** A dataset whose events were made by the simulator says so wherever it is seen. */
export function head(cube: Cube): PageHead {
  const { manifest } = cube
  // What is planned for a later day is in print as well; it says nothing of how far the figures go.
  const today = shanghaiDay(new Date(manifest.created_at))
  const figuresUntil = cube.figures.reduce((day, figure) => (figure.as_of > day && figure.as_of <= today ? figure.as_of : day), '')
  return {
    dataset: manifest.dataset,
    is_simulated: manifest.dataset === 'simulated',
    release: manifest.release,
    created_at: manifest.created_at,
    as_of: asOfDate(manifest),
    ...(figuresUntil && { figures_until: figuresUntil }),
    commits: manifest.log.seq,
    events: manifest.events.live,
    engine: manifest.engine,
    ...(manifest.agreed && { agreed: manifest.agreed.engines }),
  }
}

/** A region's name in both languages. */
export const nameOf = (region: Region): Bilingual => ({ zh: region.name, en: region.nameEn })

/** The name of a code; null where the table has none, or none is given. */
export function regionName(code: string | null): Bilingual | null {
  const region = code === null ? undefined : findRegion(code)
  return region ? nameOf(region) : null
}

/** A region with what lies above it, as a page shows it. */
export function placeOf(region: Region): RegionPage['region'] {
  const above = regionPath(region.code).slice(1).reverse()
  return {
    code: region.code,
    name: nameOf(region),
    level: region.level,
    path: above.map((one) => ({ code: one.code, name: nameOf(one) })),
  }
}
