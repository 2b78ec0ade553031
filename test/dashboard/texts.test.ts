import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checks } from '../../functions/catalogue/checks.ts'
import { codeLists } from '../../functions/catalogue/catalogue.ts'
import { rules } from '../../functions/catalogue/rules.ts'
import type { Bilingual } from '../../functions/domain/language.ts'
import { statuses } from '../../functions/domain/progress.ts'
import { statusRules, statusText } from '../../functions/domain/statuses.ts'

const SOURCES = join(import.meta.dirname, '../../dashboard/src')
const TEXTS = join(SOURCES, 'lib/text')

const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.startsWith('lib/text/'))
  .map((path) => readFileSync(join(SOURCES, path), 'utf8'))
  .join('\n')

const modules = await Promise.all(
  readdirSync(TEXTS).map(async (file) => ({ file, exports: (await import(join(TEXTS, file))) as Record<string, unknown> })),
)
const tables = modules.flatMap(({ file, exports }) =>
  Object.entries(exports)
    .filter(([name]) => name.endsWith('Text'))
    .map(([name, table]) => ({ file, name, table: table as Record<string, Bilingual> })),
)
const table = (name: string) => tables.find((one) => one.name === name)!.table

/** A table that is read by a code of the data, `stateText[state]`, and not by the names of its texts. */
const isReadByCode = (name: string) => sources.includes(`${name}[`)
const readKeys = (name: string) => new Set([...sources.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, key]) => key!))

describe('the texts of the pages', () => {
  it.each(tables)('$name ($file) has both languages and no text that no page reads', ({ name, table }) => {
    for (const { zh, en } of Object.values(table)) expect([zh.trim(), en.trim()].every((text) => text.length > 0)).toBe(true)
    if (isReadByCode(name)) return
    expect(Object.keys(table).filter((key) => !readKeys(name).has(key))).toEqual([])
  })
  it('hold every text that a page reads', () => {
    for (const { name, table } of tables) expect([...readKeys(name)].filter((key) => !Object.hasOwn(table, key))).toEqual([])
  })
  it('have the signs of their language: a component writes no Chinese punctuation of its own', () => {
    const written = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.svelte'))
      .flatMap((path) => readFileSync(join(SOURCES, path), 'utf8').split('\n').map((line) => `${path}: ${line.trim()}`)) // prettier-ignore
    // Articles are joined as the catalogue writes them, and named in the language of the page afterwards.
    expect(written.filter((line) => /[：；，、。（）“”]/.test(line) && !/lang="zh"|articles\.join/.test(line))).toEqual([])
  })
  it('are read in one way: by [lang]', () => {
    const inline = [...sources.matchAll(/lang === 'zh' \?[^:]*/g)].map(([use]) => use)
    // The other language, the lang attribute, and the label of a published metric.
    expect(inline.filter((use) => !/'en'|'zh-CN'|公布/.test(use))).toEqual([])
  })
})

describe('the tables that are read by a code', () => {
  it('have a text for every status and its rule', () => {
    expect(Object.keys(statusText).sort()).toEqual([...statuses, 'not_met'].sort())
    expect(Object.keys(statusRules).sort()).toEqual([...statuses].sort())
  })
  it('have a text for every subject of a work list', () => {
    const subjects = Object.values(rules).flatMap(({ subject }) => subject ?? [])
    expect(subjects.filter((subject) => !Object.hasOwn(table('subjectText'), subject))).toEqual([])
  })
  it('have a text for every severity, basis of a workforce and kind of target', () => {
    expect(Object.keys(table('severityText')).sort()).toEqual([...new Set(Object.values(checks).map(({ severity }) => severity))].sort())
    expect(Object.keys(table('basisText'))).toEqual(Object.keys(codeLists.workforce_basis!.codes))
    expect(Object.keys(table('targetKindText'))).toEqual(Object.keys(codeLists.target_kind!.codes))
  })
})
