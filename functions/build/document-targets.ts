import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { QUERIES } from './tables.ts'

/** A line of `targets.ndjson`: the setting of a target by a document. */
interface DocumentTarget {
  source: string
  id: string
  revision?: number
  occurred_on: string
  data: Readonly<Record<string, string | number>>
}

/** The columns of `document_targets`, each with its type on every engine. */
const COLUMNS = {
  source: 'varchar',
  id: 'varchar',
  revision: 'integer',
  set_on: 'date',
  target_id: 'varchar',
  metric: 'varchar',
  region: 'varchar',
  sector: 'varchar',
  value: 'double',
  comparison: 'varchar',
  window_start: 'date',
  deadline: 'date',
  basis: 'varchar',
  kind: 'varchar',
  authority: 'varchar',
  article: 'varchar',
} as const

let text: string | undefined

/** The targets of the documents, as the catalogue holds them: lines of events. Read once in a process. */
export function documentTargetsText(): string {
  text ??= readFileSync(join(QUERIES, 'catalogue/targets.ndjson'), 'utf8').trim()
  return text
}

const literal = (value: string | number | undefined) => (value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`)

function rowOf(line: string): string {
  const { data, source, id, revision = 1, occurred_on: setOn } = JSON.parse(line) as DocumentTarget
  const values: Readonly<Record<string, string | number>> = { ...data, source, id, revision, set_on: setOn }
  return Object.keys(COLUMNS)
    .map((name) => literal(values[name]))
    .join(', ')
}

/**
 * The SELECT that gives the targets of the documents, the same on every engine; without rows for a dataset whose card says `targets: none`. They
 * belong to the catalogue and are in no log. Source: functions/docs/contract.md, section 5, *Targets*.
 */
export function documentTargetsSelect(isIncluded: boolean): string {
  const rows = documentTargetsText().split('\n').map((line) => `(${rowOf(line)})`) // prettier-ignore
  const names = Object.keys(COLUMNS).map((name) => `"${name}"`).join(', ') // prettier-ignore
  // Cast by column and not by value: an engine plans a few casts in a tenth of the time that it takes for hundreds.
  const columns = Object.entries(COLUMNS).map(([name, type]) => `cast("${name}" as ${type}) as "${name}"`).join(', ') // prettier-ignore
  return `select ${columns} from (values ${rows.join(',\n')}) as targets (${names})${isIncluded ? '' : ' where false'}`
}
