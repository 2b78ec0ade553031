import { globSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * A comment that names a file or a document must not lead nowhere. This reads every comment and every page of documentation; it does not
 * prove that what the named place says is still true.
 */
const ROOT = join(import.meta.dirname, '..')

const SKIPPED = /(^|\/)(node_modules|fixtures|\.svelte-kit|\.build|cdk\.out)(\/|$)/
const files = globSync('{functions,queries,dashboard,infra,test,.github,.ci,README.md}{,/**/*.{ts,js,svelte,sql,md,css}}', { cwd: ROOT })
  .filter((file) => /\.(ts|js|svelte|sql|md|css)$/.test(file) && !SKIPPED.test(file))
  .sort()

const COMMENTS: Record<string, RegExp> = {
  ts: /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g,
  js: /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g,
  css: /\/\*[\s\S]*?\*\//g,
  svelte: /<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g,
  sql: /--[^\n]*/g,
}

/** The comments of a source file; the whole text of a page of documentation. */
function proseOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const comments = COMMENTS[file.split('.').at(-1)!]
  return comments ? [...text.matchAll(comments)].map(([comment]) => comment).join('\n') : text
}

/** Paths from the root of the repository, and names of documents (`PROTOCOL.md`, `docs/glossary.md`). A path with a placeholder (NAME, *, <…>) names a kind of file. */
function pathsIn(prose: string): string[] {
  const fromRoot = prose.match(/(?<![\w./-])(?:functions|queries|dashboard|infra|test|\.github|\.ci)\/[\w.[\]=/*<>-]*[\w\]*>]/g) ?? []
  const documents = prose.match(/(?<![\w/.-])[\w./-]+\.md\b/g) ?? []
  const named = [...fromRoot, ...documents].map((path) => (path.includes('[') ? path : path.replace(/\].*$/, '')))
  return [...new Set(named)].filter((path) => !/[A-Z]{4,}(?!.*\.md)|[<>…]/.test(path))
}

function exists(path: string, from: string): boolean {
  if (path.includes('*')) return globSync(path, { cwd: ROOT }).length > 0
  return existsSync(join(ROOT, path)) || existsSync(join(ROOT, dirname(from), path)) || files.some((file) => file.endsWith(`/${path}`))
}

/** Names of documents that are not in the repository; each has a page here that takes its place. */
const ELSEWHERE =
  /\b(?:seeds? map|seeds-map|reliability-anchors|mission-anchors|aesthetics-anchors|style\.md|design\.md|code-review)\b|\bshared\//i

describe('comments and documents', () => {
  it.each(files.filter((file) => pathsIn(proseOf(file)).length > 0))('%s names only paths and documents that exist', (file) => {
    expect(pathsIn(proseOf(file)).filter((path) => !exists(path, file))).toEqual([])
  })

  it('cite no document that is not in the repository', () => {
    const own = 'test/named-documents.test.ts'
    expect(files.filter((file) => file !== own && ELSEWHERE.test(proseOf(file)))).toEqual([])
  })

  it('cite only sections that the contract, the requirements and the protocol have', () => {
    const sections: Record<string, string> = {
      contract: readFileSync(join(ROOT, 'functions/docs/contract.md'), 'utf8'),
      requirements: readFileSync(join(ROOT, 'functions/docs/requirements.md'), 'utf8'),
    }
    const cited = files.flatMap((file) =>
      [...proseOf(file).matchAll(/\b(contract|requirements)(?:\.md)?`?,\s+section\s+(\d+)/g)].map(([, name, number]) => ({
        file,
        name: name!,
        number: number!,
      })),
    )
    expect(cited.length).toBeGreaterThan(20)
    expect(cited.filter(({ name, number }) => !new RegExp(`^## ${number}\\.`, 'm').test(sections[name]!))).toEqual([])
  })

  it('are looked at in every folder', () => {
    expect(new Set(files.map((file) => file.split('/')[0]))).toEqual(
      new Set(['functions', 'queries', 'dashboard', 'infra', 'test', 'README.md', '.github']),
    )
  })
})
