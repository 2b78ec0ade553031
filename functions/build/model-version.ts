import { catalogueHash } from '../catalogue/hash.ts'
import { sha256 } from '../storage/hash.ts'
import { type Model, readModels } from '../../queries/read-models.ts'
import { documentTargetsText } from './document-targets.ts'
import { QUERIES, SOURCES } from './tables.ts'

/** What decides how events are counted: the SQL texts under `queries/` and the catalogue. */
export interface ModelVersion {
  models: readonly Model[]
  /** Text hash of every model, by name. */
  hashes: Record<string, string>
  /** The version as an engine applies it, as a hash. Nothing that was counted under another one is reused. */
  forEngine(engine: string): string
}

let version: ModelVersion | undefined

/** The models of this process, which are read once. */
export function modelVersion(): ModelVersion {
  version ??= readVersion()
  return version
}

function readVersion(): ModelVersion {
  const models = readModels(QUERIES, SOURCES)
  const hashes = Object.fromEntries(models.map((model) => [model.name, sha256(model.sql)]))
  return { models, hashes, forEngine: (engine) => sha256(JSON.stringify([hashes, catalogueHash, documentTargetsText(), engine])) }
}
