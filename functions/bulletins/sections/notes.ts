import type { Day } from '../../domain/calendar.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import type { Block } from '../model.ts'
import { notesText } from '../sentences.zh.ts'
import { heading, paragraph } from './blocks.ts'

/** Where the numbers come from, and on what basis a bulletin is issued. */
export function notesSection({ dataset, release, created_at, log, engine, regions, events }: Manifest, asOf: Day): Block[] {
  const facts = {
    dataset,
    release,
    createdOn: created_at.slice(0, 10),
    events: events.live,
    commits: log.seq,
    engine,
    asOf,
    regionsYear: regions.year,
  }
  return [heading(notesText.heading), paragraph(notesText.sources(facts)), paragraph(notesText.basis)]
}
