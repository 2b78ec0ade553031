import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import poison from './fixtures/poison/expected.json' with { type: 'json' }

/** The rows of the fault matrix: id and priority. */
const rows = [
  ...readFileSync(join(import.meta.dirname, 'MATRIX.md'), 'utf8').matchAll(/^\| ([A-G]\d\d) \| ([012]) \| \S.* \| \S.* \|$/gm),
].map(([, id, priority]) => ({ id: id!, priority: priority! }))

/** Rows that must have a test: priority 0 in storage (A), delivery (B) and poison files (C). */
const required = rows.filter(({ id, priority }) => priority === '0' && /^[ABC]/.test(id)).map(({ id }) => id)

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}

describe('the fault matrix', () => {
  it('has 125 rows, numbered from 01 in each section', () => {
    const sections = { A: 21, B: 17, C: 26, D: 19, E: 15, F: 17, G: 10 }
    const ids = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}${String(index + 1).padStart(2, '0')}`),
    )
    expect(rows.map(({ id }) => id)).toEqual(ids)
    expect(required).toHaveLength(34)
  })
  it('has a test with its id in the title for each row of priority 0 on storage, delivery and poison files', () => {
    const titles = testFiles(import.meta.dirname).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\((?:[ABC]\d\d(?:, )?)+\)/g)].map(([ids]) => ids),
    )
    const tested = new Set([...titles.flatMap((ids) => ids.match(/[ABC]\d\d/g)!), ...Object.keys(poison).map((name) => name.slice(0, 3))])
    expect(required.filter((id) => !tested.has(id))).toEqual([])
  })
})
