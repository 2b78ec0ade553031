import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/**
 * `npm run diagram`: writes the graph of the folders and their imports into the README. Imports of types count too: a reader of a folder has
 * to know the types that it uses.
 */
const ROOT = join(import.meta.dirname, '..')
const README = join(ROOT, 'README.md')
const START = '<!-- architecture:start -->'
const END = '<!-- architecture:end -->'

const ALIASES: Readonly<Record<string, string>> = {
  '#lib/': 'dashboard/src/lib/',
  '#domain/': 'functions/domain/',
  '#catalogue/': 'functions/catalogue/',
  '#functions/': 'functions/',
  '#queries/': 'queries/',
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? sourcesBelow(path) : /\.(ts|js|svelte)$/.test(entry.name) ? [path] : []
    })
}

/** The node of a file: a folder below `functions`, else the folder of the top level. */
function nodeOf(path: string): string {
  const [top, second] = path.split('/')
  return top === 'functions' ? second! : top!
}

/** The files that a source imports, relative to the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([.#][^']+)'/g)].flatMap(([, specifier = '']) => {
    const alias = Object.keys(ALIASES).find((one) => specifier.startsWith(one))
    if (alias) return [ALIASES[alias] + specifier.slice(alias.length)]
    return specifier.startsWith('.') && !specifier.includes('$types') ? [relative(ROOT, resolve(ROOT, dirname(file), specifier))] : []
  })
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Who imports whom, by node, without imports inside a node. */
function importGraph(): Graph {
  const graph = new Map<string, Set<string>>()
  for (const file of ['dashboard', 'functions', 'infra', 'queries'].flatMap(sourcesBelow)) {
    const from = nodeOf(file)
    const targets = graph.get(from) ?? new Set()
    graph.set(from, targets)
    for (const target of importsOf(file).map(nodeOf)) if (target !== from && !target.includes('.')) targets.add(target)
  }
  return graph
}

/** Whether `to` can be reached from `from` without the edge between the two. */
function hasDetour(graph: Graph, from: string, to: string): boolean {
  const seen = new Set<string>([from])
  const open = [...(graph.get(from) ?? [])].filter((next) => next !== to)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true
    if (seen.has(node)) continue
    seen.add(node)
    open.push(...(graph.get(node) ?? []))
  }
  return false
}

/** The graph as mermaid. An import that follows from others (A → B → C, so not A → C) is left out: 100 arrows show nothing. */
export function mermaid(graph: Graph): string {
  const nodes = [...new Set([...graph.keys(), ...[...graph.values()].flatMap((targets) => [...targets])])].sort()
  const id = (node: string) => node.replaceAll('-', '_')
  const edges = nodes.flatMap((from) =>
    [...(graph.get(from) ?? [])]
      .sort()
      .filter((to) => !hasDetour(graph, from, to) || hasDetour(graph, to, from))
      .map((to) => `  ${id(from)} --> ${id(to)}`),
  )
  return ['graph TD', ...nodes.map((node) => `  ${id(node)}["${node}"]`), ...edges].join('\n')
}

/** The README with the graph of today's imports between its markers; throws if a marker is missing. */
export function withDiagram(readme: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`README.md: expected ${START} and ${END}`)
  return `${readme.slice(0, start + START.length)}\n\n\`\`\`mermaid\n${mermaid(importGraph())}\n\`\`\`\n\n${readme.slice(end)}`
}

if (import.meta.main) writeFileSync(README, withDiagram(readFileSync(README, 'utf8')))
