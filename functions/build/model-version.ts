import { catalogueHash } from '../catalogue/hash.ts'
import { sha256 } from '../storage/hash.ts'
import { type Model, readModels } from '../../queries/read-models.ts'
import { QUERIES, SOURCES } from './tables.ts'

/** What decides how events are counted: the texts under `queries/` and the catalogue. */
export interface Rules {
  models: readonly Model[]
  /** Text hash of every model, by name. */
  hashes: Record<string, string>
  /** Names these rules as an engine applies them: what was counted under another name is nothing to go on from. */
  by(engine: string): string
}

export function readRules(): Rules {
  const models = readModels(QUERIES, SOURCES)
  const hashes = Object.fromEntries(models.map((model) => [model.name, sha256(model.sql)]))
  return { models, hashes, by: (engine) => sha256(JSON.stringify([hashes, catalogueHash, engine])) }
}
