import type { z } from 'zod'
import { type EntryNames, sentence, sentences } from './problems.ts'
import { eventTypeProblems, patternProblems } from './references/event-types.ts'
import { type Dangling, type Known, knownNames } from './references/known.ts'
import { lineProblems } from './references/lines.ts'
import { measureProblems } from './references/measures.ts'
import { metricProblems } from './references/metrics.ts'
import { formerRegionProblems, regionProblems, townshipProblems, unitProblems, zoneProblems } from './references/regions.ts'
import { checkProblems, ruleProblems } from './references/rules.ts'
import { labelProblems, synonymProblems } from './references/words.ts'
import { eventLine } from './schema/event-types.ts'
import { type Catalogue, type FileName, schemas } from './schema/files.ts'
import { areRegionRowsSound, areTownshipsSound } from './sound-regions.ts'

/** Files whose lines are events, which the intake reads; what they name is checked here. */
export const LINE_FILES = ['targets.ndjson', 'document-figures.ndjson'] as const
export type LineFile = (typeof LINE_FILES)[number]

/** How the levels of each file are called in problems; undefined for a level that needs no name. */
export const ENTRY_NAMES: Record<FileName, EntryNames> = {
  'aside-columns.json': [],
  'checks.json': ['check'],
  'codes.json': ['code list'],
  'counted-successors.json': [undefined, 'region'],
  'event-types.json': ['event type'],
  'fields.json': ['field'],
  'former-regions.json': [undefined, 'row'],
  'measures.json': ['measure'],
  'metrics.json': [undefined, 'metric'],
  'part-names.json': ['part'],
  'patterns.json': ['pattern'],
  'prices.json': [],
  'region-name-exceptions.json': [undefined, 'name'],
  'region-names.json': ['region'],
  'regions.json': [undefined, 'row'],
  'reporting-units.json': [undefined, 'unit'],
  'rules.json': ['rule'],
  'synonyms.json': ['code list'],
  'townships.json': ['region', 'township'],
  'units.json': ['unit'],
  'zone-codes.json': [undefined, 'zone'],
}

/** The levels of a file that hold sections and not entries: problems there make the whole file unusable. */
const sectionsOf = (names: EntryNames) => (names[0] === undefined && names.length > 1 ? 1 : 0)

interface Checked {
  problems: string[]
  /** The entries of the file that are sound; undefined where the file as a whole is not. */
  sound: unknown
}

/** A copy without the entries that have problems. */
function withoutEntries(content: unknown, paths: readonly (readonly PropertyKey[])[], depth: number): unknown {
  const copy: unknown = structuredClone(content)
  for (const path of paths) {
    const parent = path.slice(0, depth - 1).reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : at), copy)
    const key = path[depth - 1]
    if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.deleteProperty(parent, key)
  }
  return copy
} // prettier-ignore

/** The content of `regions.json` with its first row only, where all rows are sound. */
function withoutSoundRows(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('rows' in content)) return content
  const { rows } = content
  return areRegionRowsSound(rows) && Array.isArray(rows) ? { ...content, rows: rows.slice(0, 1) as unknown[] } : content
}

function checkFile(file: FileName, content: unknown): Checked {
  if (file === 'townships.json' && areTownshipsSound(content)) return { problems: [], sound: content }
  const names = ENTRY_NAMES[file]
  const parsed = schemas[file].safeParse(file === 'regions.json' ? withoutSoundRows(content) : content)
  if (parsed.success) return { problems: [], sound: content }
  const problems = sentences(file, names, content, parsed.error.issues)
  const depth = sectionsOf(names) + 1
  const paths = parsed.error.issues.map(({ path }) => path)
  if (file === 'regions.json' || names.length === 0 || paths.some((path) => path.length < depth)) return { problems, sound: undefined }
  return { problems, sound: withoutEntries(content, paths, depth) }
}

/** Whether every file has a content in which references can be checked. */
function isComplete(sound: Partial<Record<FileName, unknown>>): sound is Catalogue {
  return Object.values(sound).every((content) => content !== undefined)
}

/** The references that lead nowhere, by file. */
function dangling(sound: Catalogue, known: Known): Record<string, Dangling[]> {
  return {
    'checks.json': checkProblems(sound['checks.json'], known),
    'event-types.json': eventTypeProblems(sound['event-types.json'], known),
    'fields.json': labelProblems(sound),
    'former-regions.json': formerRegionProblems(sound, known),
    'measures.json': measureProblems(sound, known),
    'metrics.json': metricProblems(sound, known),
    'patterns.json': patternProblems(sound['patterns.json'], known),
    'regions.json': regionProblems(sound, known),
    'reporting-units.json': unitProblems(sound),
    'zone-codes.json': zoneProblems(sound, known),
    'rules.json': ruleProblems(sound['rules.json'], known),
    'synonyms.json': synonymProblems(sound['synonyms.json'], known),
    'townships.json': townshipProblems(sound, known),
  }
}

type EventLine = z.infer<typeof eventLine>

function parseLines(file: LineFile, content: string): { problems: string[]; events: EventLine[] } {
  const problems: string[] = []
  const events: EventLine[] = []
  content.trim().split('\n').forEach((line, index) => {
    try {
      const value: unknown = JSON.parse(line)
      const parsed = eventLine.safeParse(value)
      if (parsed.success) events.push(parsed.data)
      else problems.push(...sentences(file, [], value, parsed.error.issues).map((one) => one.replace(': ', `: line ${index + 1}: `)))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      problems.push(sentence(file, ['line'], [index], `expected JSON: ${error.message}`))
    }
  })
  return { problems, events }
} // prettier-ignore

/**
 * Everything that is wrong with the files of the catalogue, each as a sentence that names file, entry and field and says what would be
 * right. First each file by its schema, then what the sound entries name in other files. `lines` are the contents of the NDJSON files.
 */
export function catalogueProblems(
  files: Readonly<Record<FileName, unknown>>,
  lines: Readonly<Partial<Record<LineFile, string>>> = {},
): string[] {
  const names = Object.keys(schemas) as FileName[]
  const checked = names.map((file) => [file, checkFile(file, files[file])] as const)
  const problems = checked.flatMap(([, one]) => one.problems)
  const parsedLines = LINE_FILES.flatMap((file) => (lines[file] === undefined ? [] : [{ file, ...parseLines(file, lines[file]) }]))
  problems.push(...parsedLines.flatMap((one) => one.problems))
  const sound: Partial<Record<FileName, unknown>> = Object.fromEntries(checked.map(([file, one]) => [file, one.sound]))
  if (!isComplete(sound)) return problems
  const known = knownNames(sound, files)
  const found = dangling(sound, known)
  for (const file of names)
    problems.push(...(found[file] ?? []).map(({ path, message }) => sentence(file, ENTRY_NAMES[file], path, message)))
  for (const { file, events } of parsedLines)
    problems.push(...lineProblems(events, known).map(({ path, message }) => sentence(file, ['line'], path, message)))
  return problems
}
