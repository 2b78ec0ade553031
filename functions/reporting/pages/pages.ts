import { sectors } from '../../catalogue/catalogue.ts'
import type { Cube } from '../cube.ts'
import { checksPage } from './checks.ts'
import { figuresPage } from './figures.ts'
import { measuresPage } from './measures.ts'
import { overviewPage } from './overview.ts'
import { regionPage } from './region.ts'
import { reportingPage } from './reporting.ts'
import { sectorPage } from './sector.ts'
import { targetsPage } from './targets.ts'
import { topicPage } from './topics.ts'
import { workListsPage } from './work-lists.ts'

/**
 * The page documents by the first word of the name that a page asks for; what follows is an argument each: `regions/CODE`,
 * `topics/TOPIC/CODE`. Work lists without a code are the nation's. The page of costs is not among them, since it needs the releases before and the prices (cost.ts).
 */
const PAGES: Readonly<Record<string, (cube: Cube, first: string, second: string) => unknown>> = {
  overview: overviewPage,
  figures: figuresPage,
  targets: targetsPage,
  reporting: reportingPage,
  checks: checksPage,
  'work-lists': (cube, code) => workListsPage(cube, code || undefined),
  measures: measuresPage,
  topics: topicPage,
  regions: regionPage,
  sectors: sectorPage,
}

const WITH_ARGUMENTS: Readonly<Record<string, number>> = { measures: 1, topics: 2, regions: 1, sectors: 1, 'work-lists': 1 }

/** A page document by its name; undefined where there is no such page. */
export async function pageDocument(cube: Cube, name: string): Promise<unknown> {
  const [page = '', ...path] = name.split('/')
  const hasArguments = path.length === (WITH_ARGUMENTS[page] ?? 0) || (page === 'work-lists' && path.length === 0)
  if (!Object.hasOwn(PAGES, page) || !hasArguments) return undefined
  const [first = '', second = ''] = path
  return PAGES[page]!(cube, first, second)
}

/** The pages that a release stores as files: the first view, and what needs no more of the cube than that. Others are made on request. */
export function storedPages(): string[] {
  return ['overview', 'figures', 'targets', 'work-lists/000000', 'measures/000000', ...sectors.map((sector) => `sectors/${sector}`)]
}
