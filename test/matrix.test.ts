import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import poison from './fixtures/poison/expected.json' with { type: 'json' }

/** Rows that wait for later work: sign-in, quotas by source, approval of published figures, suppression of small counts, alarms. */
const WAITING = [
  'A18', 'B09', 'B12', 'E01', 'E02', 'E03', 'E04', 'E07', 'E08', 'E09', 'E10', 'E12', 'E14', 'F06', 'F07', 'F08', 'F17', 'G06',
] // prettier-ignore

/** The ids of the fault matrix. */
const rows = [
  ...readFileSync(join(import.meta.dirname, 'MATRIX.md'), 'utf8').matchAll(/^\| ([A-G]\d\d) \| [012] \| \S.* \| \S.* \|$/gm),
].map(([, id]) => id!)

/** `it` for `it(…)`, `it.each(…)(…)` and `it.skipIf(…)(…)`; also the names of the properties on the way. */
function calleeNames(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) return [node.text]
  if (ts.isPropertyAccessExpression(node)) return [...calleeNames(node.expression), node.name.text]
  return ts.isCallExpression(node) ? calleeNames(node.expression) : []
}

/** The titles of the tests in a file that run and expect something. A title of `describe` asserts nothing by itself and does not count. */
function titlesOfTests(text: string): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.length >= 2) {
      const [name, ...modifiers] = calleeNames(node.expression)
      const [title, ...rest] = node.arguments
      const isTest = (name === 'it' || name === 'test') && !modifiers.some((word) => word === 'skip' || word === 'todo' || word === 'only')
      if (isTest && (ts.isStringLiteralLike(title!) || ts.isTemplateExpression(title!)) && rest.some((part) => expectsSomething(part)))
        titles.push(title.getText())
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.Latest, true))
  return titles
}

/** Whether a call of `expect` stands anywhere in the code. A call in a comment or in a text is none. */
function expectsSomething(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'expect') return true
  return ts.forEachChild(node, (child) => expectsSomething(child) || undefined) ?? false
}

/** The ids in brackets in a title: `(A01)`, `(A02, A03)`. */
const idsIn = (title: string): string[] => [...title.matchAll(/\(((?:[A-G]\d\d(?:, )?)+)\)/g)].flatMap(([, ids]) => ids!.split(', '))

function testedIds(): Set<string> {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
  const titles = files.flatMap((name) => titlesOfTests(readFileSync(join(import.meta.dirname, name), 'utf8')))
  // test/ingest/poison.test.ts has one test for each file of the corpus, named by the file.
  return new Set([...titles.flatMap(idsIn), ...Object.keys(poison).map((name) => name.slice(0, 3))])
}

describe('the fault matrix', () => {
  it('has 125 rows, numbered from 01 in each section', () => {
    const sections = { A: 21, B: 17, C: 26, D: 19, E: 15, F: 17, G: 10 }
    const ids = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}${String(index + 1).padStart(2, '0')}`),
    )
    expect(rows).toEqual(ids)
  })
  it('has a test with its id in the title for each row but those that wait, and none for an id that is no row', () => {
    const tested = testedIds()
    console.log(`${rows.filter((id) => tested.has(id)).length} of ${rows.length}`)
    expect(rows.filter((id) => !tested.has(id) && !WAITING.includes(id))).toEqual([])
    expect([...tested].filter((id) => !rows.includes(id))).toEqual([])
  })
})

describe('a row of the matrix', () => {
  it('is tested by a test that runs and expects something, and by nothing else', () => {
    const code = `
      describe('(A01)', () => {})
      it.skip('(A02)', () => { expect(1).toBe(1) })
      it.todo('(A03)')
      it('says nothing (A04)', () => { /* expect(1) */ run('expect(1)') })
      // it('(A05)', () => expect(1).toBe(1))
      it('(A06, A07)', async () => { await fc.assert(() => { expect(1).toBe(1) }) })
      it.each([1])(\`of %s (A08) \${name}\`, (n) => { expect(n).toBe(1) })
      it.skipIf(isOff)('(A09)', () => { expect(1).toBe(1) }, 60_000)`
    expect(titlesOfTests(code).flatMap(idsIn)).toEqual(['A06', 'A07', 'A08', 'A09'])
  })
})
