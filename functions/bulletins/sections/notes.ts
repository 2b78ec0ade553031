import { type Day, monthEnd, monthNumber, shanghaiDay } from '../../domain/calendar.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Block } from '../model.ts'
import { notesText } from '../sentences.zh.ts'
import { heading, paragraph } from './blocks.ts'

/** Where the numbers come from, whether the month is full, and on what basis a bulletin is issued. */
export function notesSection({ release, created_at, regions }: Manifest, asOf: Day): Block[] {
  const facts = {
    release,
    createdOn: shanghaiDay(new Date(created_at)),
    asOf,
    monthEnd: monthEnd(monthNumber(asOf)),
    regionsYear: regions.year,
  }
  return [heading(notesText.heading), paragraph(notesText.sources(facts)), paragraph(notesText.basis)]
}
