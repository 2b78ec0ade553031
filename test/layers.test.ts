import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Who may import from whom. The table is the architecture; the rest of this file only reads it. */
const allowed: Record<string, string[]> = {
  'functions/domain': ['functions/domain', 'queries/catalogue'],
  'functions/lake': ['functions/lake', 'functions/domain'],
  'functions/intake': ['functions/intake', 'functions/lake', 'functions/domain', 'queries/catalogue'],
  'functions/adapters': ['functions/adapters', 'functions/lake', 'functions/domain'],
  'functions/release': ['functions/release', 'functions/adapters', 'functions/intake', 'functions/lake', 'functions/domain', 'queries'],
  'functions/press': ['functions/press', 'functions/release', 'functions/lake', 'functions/domain'],
  'functions/simulation': ['functions/simulation', 'functions/domain'],
  'functions/api': ['functions/api', 'functions/press', 'functions/release', 'functions/intake', 'functions/adapters', 'functions/lake', 'functions/domain'],
  'functions/lambda': ['functions/lambda', 'functions/api', 'functions/intake', 'functions/adapters'],
  'functions/shell': ['functions/shell', 'functions', 'functions/simulation', 'functions/api', 'functions/press', 'functions/release', 'functions/intake', 'functions/adapters', 'functions/lake', 'functions/domain'],
  functions: ['functions', 'functions/lambda', 'functions/api', 'functions/press', 'functions/release', 'functions/intake', 'functions/lake', 'functions/domain'],
  queries: ['queries'],
  infra: ['infra', 'functions/domain', 'functions/shell', 'cdk.json'],
  dashboard: ['dashboard', 'functions/domain', 'queries/catalogue'],
} // prettier-ignore

const ALIASES: Record<string, string> = {
  '#lib/': 'dashboard/src/lib/',
  '#domain/': 'functions/domain/',
  '#catalogue/': 'queries/catalogue/',
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (name.startsWith('.') || name === 'node_modules') return []
    return statSync(join(ROOT, path)).isDirectory() ? sources(path) : /\.(ts|svelte)$/.test(name) ? [path] : []
  })
}

function roomOf(path: string): string {
  return (
    Object.keys(allowed)
      .filter((room) => path.startsWith(`${room}/`))
      .sort((a, b) => b.length - a.length)[0] ?? path
  )
}

function imports(file: string, withTypes = true): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^import type .*$/gm, (line) => (withTypes ? line : ''))
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([.#][^']+)'/g)].flatMap(([, specifier]) => {
    const alias = Object.keys(ALIASES).find((one) => specifier!.startsWith(one))
    if (alias) return [ALIASES[alias] + specifier!.slice(alias.length)]
    return specifier!.startsWith('.') && !specifier!.startsWith('./$types')
      ? [relative(ROOT, resolve(ROOT, dirname(file), specifier!))]
      : []
  })
}

const files = ['functions', 'infra', 'dashboard', 'queries'].flatMap(sources)

describe('the rooms', () => {
  it.each(files)('%s imports only from where it may', (file) => {
    const room = roomOf(file)
    expect(
      imports(file).filter(
        (target) => !allowed[room]!.some((one) => roomOf(target) === one || (target.startsWith(`${one}/`) && one.startsWith('queries'))),
      ),
    ).toEqual([])
  })
  it('keep the query engine and the press out of the function that takes events in', () => {
    const reached = new Set<string>()
    const walk = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      for (const target of imports(file, false).filter((one) => one.endsWith('.ts'))) walk(target)
    }
    walk('functions/receive-events.ts')
    expect([...reached].filter((file) => /duckdb|release|press/.test(file))).toEqual([])
  })
  it('give no name that says nothing', () => {
    expect(files.filter((file) => /\b(utils?|helpers?|common|manager|misc)\b/i.test(file))).toEqual([])
  })
})
