import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { schemas } from '../../functions/catalogue/schema/files.ts'

/**
 * `npm run catalogue:schemas`: writes the JSON Schema of each file of the catalogue, for editors, from the schemas that programs check it
 * with. `.vscode/settings.json` maps file to schema. With `--check` it writes nothing and fails where one is not current.
 */
const FOLDER = join(import.meta.dirname, 'schema')

/** The JSON Schema (draft 2020-12) of every file, as text, by the name of its file. */
export function jsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name.replace('.json', '.schema.json'),
      `${JSON.stringify({ title: `queries/catalogue/${name}`, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`,
    ]),
  )
}

/** The names of the schemas that are missing or not current. */
export function outdatedSchemas(): string[] {
  return Object.entries(jsonSchemas()).flatMap(([name, text]) => {
    const path = join(FOLDER, name)
    return existsSync(path) && readFileSync(path, 'utf8') === text ? [] : [name]
  })
}

if (import.meta.main) {
  const outdated = outdatedSchemas()
  if (process.argv.includes('--check')) {
    if (outdated.length > 0) console.error(`not current: ${outdated.join(', ')}; run npm run catalogue:schemas`)
    process.exit(outdated.length > 0 ? 1 : 0)
  }
  mkdirSync(FOLDER, { recursive: true })
  const texts = jsonSchemas()
  for (const name of outdated) writeFileSync(join(FOLDER, name), texts[name]!)
  console.log(`${outdated.length} of ${Object.keys(texts).length} schemas written`)
}
