import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { LIST_ORDER, listNames } from '../../functions/build/model-groups.ts'
import { SOURCES } from '../../functions/build/tables.ts'
import { type Model, readModels } from '../../queries/read-models.ts'

const ROOT = join(import.meta.dirname, '../../queries')
const models = readModels(ROOT, SOURCES)
const index = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** The line of a model in the index of queries/README.md: its name, key and grain. */
function indexLine({ name, sql }: Pick<Model, 'name' | 'sql'>): string {
  const [, grain, key] = sql.split('\n').map((line) => line.replace(/^-- \w+: +/, ''))
  return `| \`${name}\` | ${key} | ${grain} |`
}

/** What one of two engines refuses, or answers otherwise (queries/README.md; each was found by running both). */
const REFUSED: [name: string, pattern: RegExp][] = [
  ['::', /::/],
  ['qualify', /\bqualify\b/],
  ['group by all', /group by all/],
  ['arg_max', /\barg_m(ax|in)\b/],
  ['approximate counts', /\bapprox_\w+/],
  ['string aggregates', /\b(string_agg|listagg|array_join)\b/],
  ['regexp_like', /\bregexp_\w+/],
  [
    'date functions of one engine',
    /\b(date_add|date_parse|date_format|strftime|last_day|last_day_of_month|day_of_week|dayofweek|now|current_date|date_trunc)\b/,
  ],
  ['intervals', /\binterval\b/],
  ['time zones', /at time zone/],
  ['json', /\bjson_\w+|->>/],
  ['concat and greatest', /\b(concat|greatest|least)\s*\(/],
  ['sequence', /\b(sequence|generate_series|range)\s*\(/],
  ['ignore nulls', /ignore nulls/],
  ['limit', /\blimit\b/],
  ['avg', /\bavg\s*\(/],
  ['a division of whole numbers', /\w\s*\/\s*(?!\*)\w/],
  ['upper case', /\b(SELECT|FROM|WHERE|JOIN)\b/],
]

describe.each(models.map((model) => [model.name, model] as const))('model %s', (name, { sql, reads }) => {
  const code = sql.replace(/--.*$/gm, '').replace(/'[^']*'/g, "''")
  it('says nothing that one of the engines refuses or reads otherwise', () => {
    expect(REFUSED.filter(([, pattern]) => pattern.test(code)).map(([what]) => what)).toEqual([])
  })
  it('opens with its name, grain, key, question and the tables that it reads', () => {
    const lines = sql.split('\n')
    expect(lines[0]).toBe(`-- ${name}`)
    expect(lines[1]).toMatch(/^-- Grain: {3}one row per /)
    expect(lines[2]).toMatch(/^-- Key: {5}(\w+\??(, \w+\??)*|\(none: .+\))$/)
    expect(lines[3]).toMatch(/^-- Answers: .+\?$/)
    expect(lines[4]).toBe(`-- Reads:   ${reads.join(', ') || '(none)'}`)
  })
  it('is one statement without a closing semicolon, in at most 240 lines of at most 120 columns', () => {
    expect(code).not.toContain(';')
    // The tables that a model reads are one line of its header, however many they are.
    expect(sql.split('\n').filter((line) => line.length > 120 && !line.startsWith('-- Reads:'))).toEqual([])
    expect(sql.split('\n').length).toBeLessThanOrEqual(240)
  })
  it('names its columns: only the live events are taken with every column of the catalogue', () => {
    if (name !== 'stg_events') expect(code).not.toMatch(/select \*/)
  })
  it('stands in the index of its layer, with its key', () => {
    expect(index).toContain(indexLine({ name, sql }))
  })
})

describe('the lists', () => {
  it('have an order in which releases name them', () => {
    expect(listNames(models)).toEqual(LIST_ORDER)
  })
})

describe('the layers', () => {
  it('read only what is below: lists and marts nothing of staging but views, staging nothing but staging', () => {
    const folders = new Map(models.map((model) => [model.name, model.folder]))
    const allowed: Record<Model['folder'], readonly Model['folder'][]> = {
      staging: ['staging'],
      'intermediate/workers': ['staging', 'intermediate/workers'],
      // What is counted from the states of entities, which a release shows as they are.
      intermediate: ['staging', 'intermediate/workers', 'intermediate', 'marts'],
      marts: ['staging', 'intermediate/workers', 'intermediate', 'marts'],
      lists: ['staging', 'intermediate/workers', 'intermediate', 'marts'],
    }
    const wrong = models.flatMap((model) =>
      model.reads
        .filter((name) => folders.has(name) && !allowed[model.folder].includes(folders.get(name)!))
        .map((name) => [model.name, name]),
    )
    expect(wrong).toEqual([])
  })
  it('filter events by type in staging alone', () => {
    const direct = models.filter(({ folder, reads }) => folder !== 'staging' && reads.includes('stg_events')).map(({ name }) => name)
    expect(direct).toEqual(['event_days'])
  })
})
