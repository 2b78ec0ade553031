import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The layers, lowest first. `intermediate/workers` is counted worker by worker, so that it can run on partitions of workers. */
export const LAYERS = ['staging', 'intermediate/workers', 'intermediate', 'marts', 'lists'] as const

/** One portable SELECT: the file's name is the table's name. */
export interface Model {
  name: string
  folder: (typeof LAYERS)[number]
  sql: string
  /** The tables that it reads, from its FROM and JOIN clauses. */
  reads: string[]
}

/**
 * Staging models of events only select and rename: they are views. The others of staging are tables: `cells`, `latest_revisions`, and those from
 * `naming_events` to `ties` and `identifier_conflicts`, which say who is one person.
 */
export const isView = ({ name }: { name: string }): boolean => name.startsWith('stg_')

/** A column of a model's key, as its header names it. */
export interface KeyColumn {
  name: string
  /** Written with a question mark: `sector?`. */
  isNullable: boolean
}

/** The columns that tell the rows of a model apart, from the line `-- Key:` of its header; none where the line gives a reason in brackets. */
export function keyOf(sql: string): KeyColumn[] {
  const [, listed] = /^-- Key: {5}(.+)$/m.exec(sql) ?? []
  if (listed === undefined) throw new Error(`queries: a model without a key: ${sql.split('\n')[0]}`)
  if (listed.startsWith('(')) return []
  return listed.split(', ').map((column) => ({ name: column.replace('?', ''), isNullable: column.endsWith('?') }))
}

/** The names after FROM and JOIN that are not common table expressions of the text itself. */
export function tablesRead(sql: string): string[] {
  const text = sql.replace(/--.*$/gm, '').replace(/'[^']*'/g, "''")
  const steps = new Set([...text.matchAll(/(?:with|,)\s*\n?\s*(\w+) as \(/g)].map((match) => match[1]))
  const read = [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)\b(?!\s*\()/g)].map((match) => match[1]!)
  return [...new Set(read.filter((name) => !steps.has(name) && name !== 'unnest'))].sort()
}

/** The models that some read, and those that these read, in the order of `models`. */
export function upstreamOf(models: readonly Model[], names: readonly string[]): Model[] {
  const wanted = new Set<string>()
  const add = (name: string) => {
    const model = models.find((one) => one.name === name)
    if (!model || wanted.has(name)) return
    wanted.add(name)
    model.reads.forEach(add)
  }
  names.forEach(add)
  return models.filter(({ name }) => wanted.has(name))
}

function readFolder(root: string, folder: Model['folder']): Model[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const sql = readFileSync(join(root, folder, file), 'utf8')
      return { name: file.slice(0, -'.sql'.length), folder, sql, reads: tablesRead(sql) }
    })
}

/** All models, each after those that it reads. Throws where two read each other or a table is unknown. */
export function readModels(root: string, sources: readonly string[]): Model[] {
  const open = new Map(LAYERS.flatMap((folder) => readFolder(root, folder)).map((model) => [model.name, model]))
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
