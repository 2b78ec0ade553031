import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readModels } from '../../queries/read-models.ts'
import { readFileSync } from 'node:fs'

const ROOT = join(import.meta.dirname, '../../queries')
const models = readModels(ROOT, ['events', 'region_paths'])
const index = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** What one of two engines refuses, or answers otherwise (shared/style.md; each was found by running both). */
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
  it('opens with its name, grain, question and the tables that it reads', () => {
    const lines = sql.split('\n')
    expect(lines[0]).toBe(`-- ${name}`)
    expect(lines[1]).toMatch(/^-- Grain: {3}one row per /)
    expect(lines[2]).toMatch(/^-- Answers: .+\?$/)
    expect(lines[3]).toBe(`-- Reads:   ${reads.join(', ')}`)
  })
  it('is one statement without a closing semicolon, in lines of at most 160 columns', () => {
    expect(code).not.toContain(';')
    expect(sql.split('\n').filter((line) => line.length > 160)).toEqual([])
  })
  it('stands in the index', () => {
    expect(index).toContain(`\`${name}\``)
  })
})
