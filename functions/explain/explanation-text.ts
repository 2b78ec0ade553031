import { findRegion } from '../catalogue/regions.ts'
import type { Correction } from './corrections.ts'
import type { Contribution, Evidence, Explained, Explanation } from './explain.ts'
import { windowText } from './question.ts'
import type { TracedEvent } from './traced-events.ts'

/** Enough of a pseudonym to tell two people of a list apart. */
const PSEUDONYM_SHOWN = 8

/** How many event files are named. */
const MOST_FILES = 10

/** Whether everything that the explanation says of the value was found and adds up. */
export function isExplained({ cannot, parts, evidence, value }: Explanation): boolean {
  if (cannot !== undefined) return false
  return parts ? parts.every(isExplained) : evidence?.sum === value
}

function entityText(entity: string | null): string {
  if (entity === null) return ''
  const pseudonym = /^k[0-9a-f]{8}:([0-9a-f]{32})$/.exec(entity)?.[1]
  return pseudonym ? `worker ${pseudonym.slice(0, PSEUDONYM_SHOWN)}…` : entity
}

function originsText({ origins }: TracedEvent): string {
  if (origins.length === 0) return 'receipt unknown'
  const [first, ...others] = origins.map(({ commit, receipts }) => `receipt ${receipts.join(', ')} (commit ${commit})`)
  return others.length === 0 ? first! : `one of: ${[first, ...others].join('; ')} (compacted since, and the files of the uploads removed)`
}

function revisionText(event: TracedEvent): string {
  const what = event.isVoid ? 'void' : [event.type, event.day].filter(Boolean).join(' ')
  return `revision ${event.revision}: ${what}, ${originsText(event)}`
}

function contributionLines({ entity, amount, revisions }: Contribution): string[] {
  const [latest, ...earlier] = revisions
  if (!latest) return [`  +${amount}  an event that is in no file of the release`]
  const row = `source ${latest.source}, id ${latest.id}`
  return [
    [`  +${amount}`, row, revisionText(latest), entityText(entity)].filter(Boolean).join('  '),
    ...earlier.map((one) => `        before it, ${revisionText(one)}`),
  ]
}

function correctionLines({ how, revisions }: Correction): string[] {
  const [latest] = revisions
  if (!latest) return []
  return [`  ${how}  source ${latest.source}, id ${latest.id}`, ...revisions.map((one) => `        ${revisionText(one)}`)]
}

function evidenceLines({ contribution, note, sum, count, listed, corrections }: Evidence, value: number): string[] {
  const check = sum === value ? `they add up to ${sum}, as the release says` : `THEY ADD UP TO ${sum}, NOT TO ${value}`
  const more = count - listed.length
  return [
    `${count} events contribute; ${check}`,
    `each is ${contribution}${note ? `; ${note}` : ''}`,
    ...listed.flatMap(contributionLines),
    ...(more > 0 ? [`  … and ${more} more (--limit)`] : []),
    corrections.length > 0 ? 'corrected or withdrawn, and no longer among these:' : 'no correction or withdrawal took an event out of it',
    ...corrections.flatMap(correctionLines),
  ]
}

function explanationLines(explanation: Explanation): string[] {
  const { question, value, unit, cannot, parts, evidence } = explanation
  const { metric, region, sector, part } = question
  const place = `${region} ${findRegion(region)?.name ?? ''}`.trim()
  const title = `${[metric, part].filter(Boolean).join(' ')}, ${place}, sector ${sector}, ${windowText(question)}: ${value}${unit ? ` ${unit}` : ''}`
  if (cannot !== undefined) return [title, `cannot be walked back to events: ${cannot}`]
  if (parts) return [title, 'a ratio: numerator and denominator follow', ...parts.flatMap((one) => ['', ...explanationLines(one)])]
  return [title, ...(evidence ? evidenceLines(evidence, value) : [])]
}

/** An explanation as lines: the release and the log that it was checked against, then the value and what makes it. */
export function explainedLines({ release, log, explanation }: Explained): string[] {
  const rows = log.files.reduce((sum, file) => sum + file.rows, 0)
  return [
    `release ${release.release} of ${release.dataset}, built ${release.created_at}, shows the log up to commit ${release.log.seq}`,
    `hash chain of ${log.commits.length} commits verified; ${log.files.length} event files with ${rows} rows:`,
    ...log.files.slice(0, MOST_FILES).map(({ key, rows: own }) => `  ${key}  ${own} rows`),
    ...(log.files.length > MOST_FILES ? [`  … and ${log.files.length - MOST_FILES} more`] : []),
    '',
    ...explanationLines(explanation),
  ]
}
