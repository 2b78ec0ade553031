import { sectors } from '../catalogue/catalogue.ts'
import type { Region } from '../catalogue/regions.ts'
import { monthEnd, monthNumber } from '../domain/calendar.ts'
import { asOfDate, asOfMonth } from '../reporting/as-of.ts'
import type { Cube } from '../reporting/cube.ts'
import { progressFor } from '../reporting/target-progress.ts'
import { valuesByRegion, valuesBySector } from './counted-values.ts'
import type { Block, Bulletin } from './model.ts'
import { changedNumbers } from './changed-numbers.ts'
import { behindSection } from './sections/behind.ts'
import { correctionsSection } from './sections/corrections.ts'
import { figuresSection } from './sections/figures.ts'
import { notesSection } from './sections/notes.ts'
import { overallSection } from './sections/overall.ts'
import { readRegionsBelow, regionsSection } from './sections/regions.ts'
import { sectorsSection } from './sections/sectors.ts'
import { targetsSection } from './sections/targets.ts'
import { NATION, NUMERALS, bulletinTitle, notesText, numberedCaption, numberedHeading } from './sentences.zh.ts'

export interface BulletinRequest {
  region: Region
  /** `YYYY-MM`, not after the month that the release is shown for. */
  period: string
}

export type UnnumberedBulletin = Omit<Bulletin, 'id' | 'number' | 'compiled_at'>

/** Compiles the bulletin of a region and month from a release. Every number in it is one that the API answers. */
export async function compileBulletin(cube: Cube, { region, period }: BulletinRequest): Promise<UnnumberedBulletin> {
  const month = monthNumber(`${period}-01`)
  const asOf = month === asOfMonth(cube.manifest) ? asOfDate(cube.manifest) : monthEnd(month)
  const { dataset, release, is_simulated = false, scale } = cube.manifest
  const own = (await valuesByRegion(cube, [region.code], month)).get(region.code) ?? {}
  const bySector = await valuesBySector(cube, region.code, { sectors: ['all', ...sectors], month })
  const regions = await readRegionsBelow(cube, region, month)
  const targets = await progressFor(cube, region.code, { month, on: monthEnd(month), figuresUntil: monthEnd(month) })
  const figures = figuresSection(cube.figures, region.code, monthEnd(month))
  // Where nothing is counted yet, what is published leads.
  const isAnythingCounted = Object.keys(own).length > 0
  return {
    dataset,
    is_simulated,
    ...(scale !== undefined && { scale }),
    release,
    region: region.code,
    region_name: region.name,
    period,
    as_of: asOf,
    title: bulletinTitle(region.code === '000000' ? NATION : region.name),
    blocks: numbered([
      ...(isAnythingCounted ? [] : figures),
      ...overallSection(own, { asOf, period }),
      ...targetsSection(targets),
      ...regionsSection(regions),
      ...sectorsSection(bySector),
      ...behindSection(targets, regions),
      ...(isAnythingCounted ? figures : []),
      ...notesSection(cube.manifest, asOf),
    ]),
  }
}

/**
 * The bulletin as the edition that replaces an earlier one of the same region and period: it names that edition and each number that reads otherwise,
 * before the closing notes.
 */
export function asReplacement(bulletin: UnnumberedBulletin, earlier: Bulletin): UnnumberedBulletin {
  const plain = bulletin.blocks.map(withoutNumber)
  const notes = plain.findIndex((block) => block.kind === 'heading' && block.text === notesText.heading)
  const corrections = correctionsSection(earlier, changedNumbers(earlier.blocks, bulletin.blocks))
  return { ...bulletin, replaces: earlier.id, blocks: numbered([...plain.slice(0, notes), ...corrections, ...plain.slice(notes)]) }
}

function withoutNumber(block: Block): Block {
  if (block.kind === 'heading') return { ...block, text: block.text.replace(/^[一二三四五六七八九十]+、/, '') }
  if (block.kind === 'table') return { ...block, table: { ...block.table, caption: block.table.caption.replace(/^表\d+ /, '') } }
  return block
}

/** Numbers the headings and tables in their order; the closing notes have no number. */
function numbered(blocks: readonly Block[]): Block[] {
  let headings = 0
  let tables = 0
  return blocks.map((block) => {
    if (block.kind === 'heading' && block.text !== notesText.heading)
      return { ...block, text: numberedHeading(NUMERALS[headings++]!, block.text) }
    if (block.kind === 'table') return { ...block, table: { ...block.table, caption: numberedCaption(++tables, block.table.caption) } }
    return block
  })
}
