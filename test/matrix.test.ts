import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import poison from './fixtures/poison/expected.json' with { type: 'json' }

/**
 * The rows of the failure matrix (shared/research/reliability-anchors.md, section 2) that must exist before the first real data and
 * concern storage (A), delivery (B) and poison files (C).
 */
const P0 =
  'A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 B01 B02 B03 B04 B05 B06 B07 B11 C01 C02 C03 C04 C06 C08 C12 C13 C14 C15 C16 C18 C23 C26'.split(
    ' ',
  )

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}

it('each P0 row of the matrix for storage, delivery and poison files has a test that carries its id', () => {
  const titles = testFiles(import.meta.dirname).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\((?:[ABC]\d\d(?:, )?)+\)/g)].map(([ids]) => ids),
  )
  const tested = new Set([...titles.flatMap((ids) => ids.match(/[ABC]\d\d/g)!), ...Object.keys(poison).map((name) => name.slice(0, 3))])
  expect(P0.filter((id) => !tested.has(id))).toEqual([])
})
