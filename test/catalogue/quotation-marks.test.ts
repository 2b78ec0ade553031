import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))

/** The texts of a file: what stands between plain quotation marks or backticks, and, of a page, between its tags. */
const textsOf = (content: string) => content.match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g) ?? []

describe('Chinese quotation marks', () => {
  it.each([
    ...filesIn('queries/catalogue', /^[a-z-]+\.json$/),
    ...filesIn('dashboard/src/lib/text', /\.ts$/),
    'functions/bulletins/sentences.zh.ts',
  ])('are matched in every text of %s', (file) => {
    const texts = textsOf(readFileSync(join(ROOT, file), 'utf8'))
    expect(texts.filter((text) => text.split('“').length !== text.split('”').length)).toEqual([])
  })
})
