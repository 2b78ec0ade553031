import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import ts from 'typescript'

/** Sizes above twice a guide. The guides themselves are warnings of the linter, and for SQL 120 lines. */
const LIMITS = { file: 500, component: 400, sql: 240, function: 80 }

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['dashboard', 'functions', 'infra', 'queries', 'test']

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}

const files = FOLDERS.flatMap(filesBelow)
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const linesOf = (text: string) => text.replace(/\n$/, '').split('\n').length

/** The files with an ending that have more lines than `limit`. */
const longFiles = (ending: RegExp, limit: number) =>
  files
    .filter((file) => ending.test(file))
    .map((file) => ({ file, lines: linesOf(textOf(file)) }))
    .filter(({ lines }) => lines > limit)
    .map(({ file, lines }) => `${file}: ${lines} lines`)

/** The named functions, methods and function values of a source that have more lines than `limit`, by their first line. */
function longFunctions(name: string, text: string, limit: number): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const [first, last] = [node.getStart(source), node.getEnd()].map((at) => source.getLineAndCharacterOfPosition(at).line)
      const lines = last! - first! + 1
      if (lines > limit) found.push(`${name}:${first! + 1}: ${lines} lines`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The script of a component, with as many lines before it as in the file. */
function scriptOf(component: string): string {
  return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    .map((match) => '\n'.repeat(component.slice(0, match.index).split('\n').length - 1) + match[1])
    .join('\n')
}

describe('nothing is longer than twice its guide:', () => {
  it('no file of code', () => {
    expect(longFiles(/\.(ts|js)$/, LIMITS.file)).toEqual([])
  })
  it('no component', () => {
    expect(longFiles(/\.svelte$/, LIMITS.component)).toEqual([])
  })
  it('no SQL file', () => {
    expect(longFiles(/\.sql$/, LIMITS.sql)).toEqual([])
  })
  it('no function outside the suites, whose blocks group tests', () => {
    const sources = files.filter((file) => /\.(ts|js|svelte)$/.test(file) && !file.endsWith('.test.ts'))
    expect(sources.length).toBeGreaterThan(100)
    expect(
      sources.flatMap((file) => longFunctions(file, file.endsWith('.svelte') ? scriptOf(textOf(file)) : textOf(file), LIMITS.function)),
    ).toEqual([])
  })
})

describe('the measure of functions', () => {
  it('names a function that is too long by its file and first line', () => {
    expect(longFunctions('a.ts', 'const a = 1\nconst f = () => {\n  a\n  a\n}\nfunction g() {}\n', 3)).toEqual(['a.ts:2: 4 lines'])
  })
  it('counts the lines of a script in a component from the top of the file', () => {
    expect(longFunctions('a.svelte', scriptOf('<p>\n</p>\n<script lang="ts">\nfunction f() {\n\n}\n</script>'), 2)).toEqual([
      'a.svelte:4: 3 lines',
    ])
  })
})
