import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogueFiles } from '../../functions/catalogue/check-at-start.ts'
import type { FileName } from '../../functions/catalogue/schema/files.ts'
import { LINE_FILES, catalogueProblems } from '../../functions/catalogue/validate.ts'
import { outdatedSchemas } from '../../queries/catalogue/make-schemas.ts'

type Entries = Record<string, Record<string, unknown>>

/** The catalogue with one file changed. */
function withChange(file: FileName, change: (content: never) => void): Record<FileName, unknown> {
  const content = structuredClone(catalogueFiles[file])
  change(content as never)
  return { ...catalogueFiles, [file]: content }
}

const problemsOf = (file: FileName, change: (content: never) => void) => catalogueProblems(withChange(file, change))

describe('the catalogue', () => {
  it('has no problems, the lines of its NDJSON files included', () => {
    const lines = Object.fromEntries(
      LINE_FILES.map((file) => [file, readFileSync(join(import.meta.dirname, '../../queries/catalogue', file), 'utf8')]),
    )
    expect(catalogueProblems(catalogueFiles, lines)).toEqual([])
  })

  it('has a current JSON Schema for every file', () => {
    expect(outdatedSchemas()).toEqual([])
  })
})

describe('a wrong catalogue is reported by file, entry and field, with what would be right', () => {
  const cases: [string, FileName, (content: never) => void, string][] = [
    [
      'a metric without a unit',
      'metrics.json',
      (metrics: { counted: Entries }) => delete metrics.counted.members!.unit,
      'queries/catalogue/metrics.json: metric "members": unit: expected text, got nothing',
    ],
    [
      'a flag that is text',
      'metrics.json',
      (metrics: { counted: Entries }) => (metrics.counted.members!.windowed = 'no'),
      'queries/catalogue/metrics.json: metric "members": windowed: expected true or false, got "no"',
    ],
    [
      'an unknown reported_by',
      'metrics.json',
      (metrics: { counted: Entries }) => (metrics.counted.members!.reported_by = ['sitez']),
      'queries/catalogue/metrics.json: metric "members": reported_by.0: expected a counted metric or an event type, got "sitez"',
    ],
    [
      'a field that no entry has',
      'metrics.json',
      (metrics: { counted: Entries }) => (metrics.counted.members!.untis = '人'),
      'queries/catalogue/metrics.json: metric "members": untis: unknown field; check its spelling, or remove it',
    ],
    [
      'a metric that does not say where it is listed',
      'metrics.json',
      (metrics: { counted: Entries }) => delete metrics.counted.members!.shown,
      'queries/catalogue/metrics.json: metric "members": shown: expected {"map": ..., "bulletin": ...} with null where it is not listed, got nothing',
    ],
    [
      'two metrics at one position of the map',
      'metrics.json',
      (metrics: { counted: Entries }) => (metrics.counted.unions!.shown = { map: { order: 10 }, bulletin: null }),
      'queries/catalogue/metrics.json: metric "unions": shown.map.order: expected a number that no other metric has, got 10 as "members"',
    ],
    [
      'a measure of an unknown metric',
      'measures.json',
      (measures: Entries) => (measures.M001!.indicator = { metric: 'nothing' }),
      'queries/catalogue/measures.json: measure "M001": indicator.metric: expected a counted metric (metrics.json, or an event type that is counted), got "nothing"',
    ],
    [
      'a measure of an unknown part',
      'measures.json',
      (measures: Entries) => (measures.M001!.indicator = { metric: 'stations', parts: ['lost'] }),
      'queries/catalogue/measures.json: measure "M001": indicator.parts.0: expected a part of "stations" such as field=code (or one that it lists under "parts"), got "lost"',
    ],
    [
      'a rule of an unknown level',
      'rules.json',
      (rules: Entries) => (rules.R01!.level = 'moon'),
      'queries/catalogue/rules.json: rule "R01": level: expected a code of the list "level" (codes.json), got "moon"',
    ],
    [
      'a synonym of an unknown code',
      'synonyms.json',
      (synonyms: Entries) => (synonyms.sector = { 跑腿: 'errands' }),
      'queries/catalogue/synonyms.json: code list "sector": 跑腿: expected a code of the list "sector" (codes.json), got "errands"',
    ],
    [
      'a label of an unknown field',
      'fields.json',
      (fields: Entries) => (fields.colour = { zh: '颜色', en: 'colour', hint: '' }),
      'queries/catalogue/fields.json: field "colour": expected the name of a field of some event type, got "colour"',
    ],
    [
      'a check without a severity that is known',
      'checks.json',
      (checks: Entries) => (Object.values(checks)[0]!.severity = 'bad'),
      'severity: expected one of error, warning, note, got "bad"',
    ],
  ]
  it.each(cases)('%s', (_what, file, change, sentence) => {
    const problems = problemsOf(file, change)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(sentence)
  })

  it('an event type with an unknown kind of field', () => {
    const problems = problemsOf('event-types.json', (types: Record<string, { fields: Record<string, string> }>) => {
      types['member.joined']!.fields['union_id'] = 'thing'
    })
    expect(problems.join('\n')).toContain('queries/catalogue/event-types.json: event type "member.joined": fields.union_id: expected')
  })

  it('all problems at once, in different files', () => {
    const files = {
      ...withChange('metrics.json', (metrics: { counted: Entries }) => delete metrics.counted.members!.unit),
      'rules.json': withChange('rules.json', (rules: Entries) => (rules.R01!.level = 'moon'))['rules.json'],
      'codes.json': withChange('codes.json', (codes: Record<string, { codes: Entries }>) => delete codes.sector!.codes.courier!.en)[
        'codes.json'
      ],
    }
    const named = catalogueProblems(files).map((one) => /queries\/catalogue\/(\S+): (.*?): /.exec(one)!.slice(1, 3).join(' '))
    expect(new Set(named)).toEqual(new Set(['metrics.json metric "members"', 'rules.json rule "R01"', 'codes.json code list "sector"']))
  })

  it('lines of targets that are no event, by line', () => {
    const problems = catalogueProblems(catalogueFiles, { 'targets.ndjson': '{"source":"catalogue:targets"}\nnot json' })
    expect(problems.some((one) => /^queries\/catalogue\/targets\.ndjson: line 1: .*expected/.test(one))).toBe(true)
    expect(problems.some((one) => /^queries\/catalogue\/targets\.ndjson: line 2: expected JSON/.test(one))).toBe(true)
  })
})
