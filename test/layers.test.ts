import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Who may import from whom. The table is the architecture; the rest of this file only reads it. */
const allowed: Record<string, string[]> = {
  'functions/domain': [],
  'functions/settings': [],
  'functions/storage': ['functions/settings'],
  'functions/catalogue': ['functions/settings', 'functions/domain', 'functions/settings', 'functions/storage', 'queries/catalogue'],
  'functions/events': ['functions/domain', 'functions/catalogue'],
  'functions/event-log': ['functions/domain', 'functions/catalogue', 'functions/events', 'functions/storage'],
  'functions/event-log/maintenance': ['functions/domain', 'functions/event-log', 'functions/storage'],
  'functions/engines': ['functions/settings', 'functions/storage'],
  'functions/pseudonyms': ['functions/events'],
  'functions/ingest': ['functions/settings', 'functions/domain', 'functions/catalogue', 'functions/events', 'functions/event-log', 'functions/event-log/maintenance', 'functions/storage', 'functions/pseudonyms', 'functions/release-format', 'functions/ingest/check', 'functions/ingest/parsers'],
  'functions/ingest/check': ['functions/domain', 'functions/catalogue', 'functions/events', 'functions/event-log', 'functions/pseudonyms', 'functions/ingest/parsers'],
  'functions/ingest/parsers': ['functions/domain', 'functions/catalogue', 'functions/events'],
  'functions/landing': ['functions/settings', 'functions/ingest', 'functions/ingest/parsers', 'functions/storage'],
  'functions/release-format': ['functions/domain', 'functions/storage'],
  'functions/reporting': ['functions/domain', 'functions/catalogue', 'functions/storage', 'functions/release-format'],
  'functions/reporting/pages': ['functions/domain', 'functions/catalogue', 'functions/storage', 'functions/release-format', 'functions/reporting'],
  'functions/build': ['functions/settings', 'functions/domain', 'functions/catalogue', 'functions/events', 'functions/engines', 'functions/event-log', 'functions/storage', 'functions/release-format', 'functions/reporting', 'functions/reporting/pages', 'queries'],
  'functions/explain': ['functions/domain', 'functions/catalogue', 'functions/storage', 'functions/event-log', 'functions/release-format', 'functions/reporting', 'functions/engines', 'functions/build', 'queries'],
  'functions/bulletins': ['functions/settings', 'functions/domain', 'functions/catalogue', 'functions/storage', 'functions/release-format', 'functions/reporting'],
  'functions/simulator': ['functions/domain', 'functions/catalogue'],
  'functions/http': ['functions/settings', 'functions/http/routes', 'functions/domain', 'functions/events', 'functions/engines', 'functions/ingest', 'functions/ingest/check', 'functions/ingest/parsers', 'functions/landing', 'functions/release-format', 'functions/reporting', 'functions/storage', 'functions/pseudonyms'],
  'functions/http/routes': ['functions/domain', 'functions/catalogue'],
  'functions/http/operations': ['functions/settings', 'functions/http', 'functions/http/routes', 'functions/domain', 'functions/catalogue', 'functions/events', 'functions/ingest', 'functions/ingest/check', 'functions/ingest/parsers', 'functions/landing', 'functions/build', 'functions/bulletins', 'functions/release-format', 'functions/reporting', 'functions/reporting/pages', 'functions/storage'],
  'functions/observability': ['functions/settings'],
  'functions/handlers': ['functions/observability', 'functions/event-log', 'functions/http', 'functions/http/operations', 'functions/domain', 'functions/catalogue', 'functions/ingest', 'functions/landing', 'functions/engines', 'functions/event-log/maintenance', 'functions/bulletins', 'functions/release-format', 'functions/settings', 'functions/storage', 'functions/pseudonyms'],
  'functions/local': ['functions/observability', 'functions/catalogue', 'functions/http', 'functions/http/operations', 'functions/http/routes', 'functions/domain', 'functions/build', 'functions/engines', 'functions/event-log/maintenance', 'functions/ingest', 'functions/ingest/check', 'functions/ingest/parsers', 'functions/landing', 'functions/release-format', 'functions/settings', 'functions/simulator', 'functions/storage', 'functions/pseudonyms'],
  'functions/cli': ['functions/explain', 'functions/bulletins', 'functions/catalogue', 'functions/release-format', 'functions/reporting', 'functions/settings', 'functions/observability', 'functions/event-log', 'functions/local', 'functions/http', 'functions/http/operations', 'functions/domain', 'functions/build', 'functions/engines', 'functions/ingest', 'functions/ingest/parsers', 'functions/simulator', 'functions/storage'],
  queries: ['queries'],
  // Types of the JSON files, and the script that writes their JSON Schemas.
  'queries/catalogue': ['functions/catalogue'],
  infra: ['functions/http/routes', 'functions/domain', 'functions/catalogue', 'functions/events', 'functions/observability', 'cdk.json'],
  dashboard: ['functions/http/routes', 'functions/domain', 'functions/catalogue', 'functions/reporting', 'functions/reporting/pages', 'queries/catalogue'],
} // prettier-ignore

const ALIASES: Record<string, string> = {
  '#lib/': 'dashboard/src/lib/',
  '#domain/': 'functions/domain/',
  '#catalogue/': 'functions/catalogue/',
  '#functions/': 'functions/',
  '#queries/': 'queries/',
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
        (target) =>
          roomOf(target) !== room &&
          !allowed[room]!.some((one) => roomOf(target) === one || (target.startsWith(`${one}/`) && one.startsWith('queries'))),
      ),
    ).toEqual([])
  })
  it.each([
    ['functions/handlers/ingest-events.ts', /^functions\/(engines|build|reporting|bulletins)\//],
    ['functions/handlers/answer-requests.ts', /^functions\/(engines|build)\//],
    ['functions/handlers/publish-bulletins.ts', /^functions\/(engines|build)\//],
    ['functions/handlers/maintain-datasets.ts', /^functions\/(engines|build|bulletins)\//],
  ])('%s never reaches what it must not hold: %s (D18)', (handler, forbidden) => {
    const reached = new Set<string>()
    const walk = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      for (const target of imports(file, false).filter((one) => one.endsWith('.ts'))) walk(target)
    }
    walk(handler)
    expect(reached.size).toBeGreaterThan(5)
    expect([...reached].filter((file) => forbidden.test(file))).toEqual([])
  })
  it('lets pages take only types from the route table, which needs a schema library', () => {
    const pages = files.filter((file) => file.startsWith('dashboard/'))
    expect(pages.flatMap((file) => imports(file, false)).filter((target) => target.startsWith('functions/http/'))).toEqual([])
    expect(pages.flatMap((file) => imports(file)).filter((target) => target.startsWith('functions/http/')).length).toBeGreaterThan(0)
  })
  it('lets the route table be imported without engines, builds, bulletins or ingestion', () => {
    const reached = new Set<string>()
    const walk = (file: string) => {
      if (reached.has(file)) return
      reached.add(file)
      for (const target of imports(file, false).filter((one) => one.endsWith('.ts'))) walk(target)
    }
    walk('functions/http/routes/table.ts')
    expect(reached.size).toBeGreaterThan(10)
    expect([...reached].filter((file) => !/^functions\/(http\/routes|domain|catalogue|storage)\//.test(file))).toEqual([])
  })
  it('give no name that says nothing', () => {
    expect(files.filter((file) => /\b(utils?|helpers?|common|manager|misc)\b/i.test(file))).toEqual([])
  })
})

/** Groups of files that import each other in a circle, types included (Tarjan's strongly connected components). */
function importCycles(all: readonly string[]): string[][] {
  const known = new Set(all)
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const visit = (file: string): void => {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    stack.push(file)
    for (const target of imports(file)) {
      if (!known.has(target)) continue
      if (!order.has(target)) {
        visit(target)
        lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!))
      } else if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, order.get(target)!))
    }
    if (lowest.get(file) !== order.get(file)) return
    const cycle = stack.splice(stack.indexOf(file))
    if (cycle.length > 1) cycles.push(cycle.sort())
  }
  for (const file of all) if (!order.has(file)) visit(file)
  return cycles.sort()
}

describe('imports', () => {
  it('never run in a circle between files, types included', () => {
    expect(importCycles(files)).toEqual([])
  })
})
