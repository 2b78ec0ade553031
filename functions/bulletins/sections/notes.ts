import { type Day, monthNumber, shanghaiDay } from '../../domain/calendar.ts'
import { isFilling } from '../../reporting/as-of.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Block } from '../model.ts'
import { notesText } from '../sentences.zh.ts'
import { heading, paragraph } from './blocks.ts'

/** Where the numbers come from, whether the month is full, and on what basis a bulletin is issued. */
export function notesSection(manifest: Manifest, asOf: Day): Block[] {
  const { release, created_at, regions } = manifest
  const facts = {
    release,
    createdOn: shanghaiDay(new Date(created_at)),
    asOf,
    isFilling: isFilling(manifest, monthNumber(asOf)),
    regionsYear: regions.year,
  }
  return [heading(notesText.heading), paragraph(notesText.sources(facts)), paragraph(notesText.basis)]
}
