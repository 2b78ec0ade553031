import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One portable SELECT: the file's name is the table's name. */
export interface Model {
  name: string
  folder: 'staging' | 'workers' | 'marts' | 'lists'
  sql: string
  /** The tables that it reads, from its FROM and JOIN clauses. */
  reads: string[]
}

const FOLDERS = ['staging', 'workers', 'marts', 'lists'] as const

/** The names after FROM and JOIN that are not common table expressions of the text itself. */
export function tablesRead(sql: string): string[] {
  const text = sql.replace(/--.*$/gm, '').replace(/'[^']*'/g, "''")
  const steps = new Set([...text.matchAll(/(?:with|,)\s*\n?\s*(\w+) as \(/g)].map((match) => match[1]))
  const read = [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)\b(?!\s*\()/g)].map((match) => match[1]!)
  return [...new Set(read.filter((name) => !steps.has(name) && name !== 'unnest'))].sort()
}

function readFolder(root: string, folder: Model['folder']): Model[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const sql = readFileSync(join(root, folder, file), 'utf8')
      return { name: file.slice(0, -'.sql'.length), folder, sql, reads: tablesRead(sql) }
    })
}

/** All models, each after those that it reads. Throws where two read each other or a table is nobody's. */
export function readModels(root: string, sources: readonly string[]): Model[] {
  const open = new Map(FOLDERS.flatMap((folder) => readFolder(root, folder)).map((model) => [model.name, model]))
  const ready = new Set(sources)
  const ordered: Model[] = []
  while (open.size > 0) {
    const next = [...open.values()].filter((model) => model.reads.every((name) => ready.has(name)))
    if (next.length === 0) {
      const stuck = [...open.values()].map((model) => `${model.name} (reads ${model.reads.filter((name) => !ready.has(name)).join(', ')})`)
      throw new Error(`queries: no order for ${stuck.join('; ')}`)
    }
    for (const model of next) {
      open.delete(model.name)
      ordered.push(model)
    }
    for (const model of next) ready.add(model.name)
  }
  return ordered
}
