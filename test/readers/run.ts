import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { UnreadableBody } from '../../functions/ingest/parsers/row.ts'
import { numberText } from '../../functions/ingest/parsers/workbook/cell-text.ts'
import { openWorkbook } from '../../functions/ingest/parsers/workbook/workbook.ts'
import { generatedWorkbook } from './generate.ts'
import { differences } from './differences.ts'

/**
 * `npm run test:readers`: the reader of workbooks against two independent ones, python-calamine and openpyxl, cell by cell, on every workbook
 * among the fixtures and on 1,000 generated ones. README.md says what the readers must agree on. Ends with the line that CI reads.
 */
const ROOT = join(import.meta.dirname, '../..')
const FIXTURES = join(ROOT, 'test/fixtures')
const GENERATED = join(ROOT, '.build/readers')
const COUNT = Number(process.env.WORKBOOKS ?? 1000)
const SHOWN = 20
/** Workbooks that are made to exhaust a reader: openpyxl takes 8 GB for the first. test/ingest/poison.test.ts reads them. */
const MADE_TO_EXHAUST = new Set(['C14-wide.xlsx'])
/** The ending of the twin of a generated workbook that the other readers get. */
const USUAL = '.usual.xlsx'

type Sheets = Record<string, string[][]>
/** What a reader says of a workbook: its sheets, or why it does not read it. */
type Reading = { sheets: Sheets } | { refused: string }

async function ownReading(path: string): Promise<Reading> {
  const sheets: Sheets = {}
  try {
    for (const sheet of (await openWorkbook(readFileSync(path))).sheets) {
      const rows: string[][] = []
      for await (const batch of sheet.rows(() => undefined)) for (const { cells } of batch) rows.push(cells)
      sheets[sheet.name] = alike(rows)
    }
    return { sheets }
  } catch (error) {
    if (error instanceof UnreadableBody) return { refused: error.message }
    throw error
  }
}

/** Rows without what the readers need not agree on: blanks around a text, empty cells at the end, rows without content. */
function alike(rows: readonly (readonly (string | number)[])[]): string[][] {
  return rows
    .map((cells) => {
      const texts = cells.map((cell) => (typeof cell === 'number' ? numberText(cell) : cell.trim()))
      while (texts.at(-1) === '') texts.pop()
      return texts
    })
    .filter((texts) => texts.length > 0)
}

interface Line {
  path: string
  reader: 'openpyxl' | 'calamine'
  sheets?: Record<string, (string | number)[][]>
  refused?: string
}

/** The readings of the two others, in one process of Python. */
function otherReadings(paths: readonly string[]): Line[] {
  const { status, stdout, stderr } = spawnSync(process.env.PYTHON ?? 'python3', [join(import.meta.dirname, 'read.py')], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  })
  if (status !== 0) throw new Error(`read.py: ${stderr}\nit needs: pip install python-calamine openpyxl`)
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line) // prettier-ignore
}

/** The first place where two readings differ, in words; undefined where there is none. */
function firstDifference(own: Reading, { reader, sheets, refused }: Line): string | undefined {
  if ('refused' in own || refused !== undefined) {
    if ('refused' in own && refused !== undefined) return undefined
    return 'refused' in own ? `refused by ours (${own.refused}), read by ${reader}` : `read by ours, refused by ${reader} (${refused})`
  }
  for (const [name, rows] of Object.entries(own.sheets)) {
    const others = alike(sheets![name] ?? [])
    for (let row = 0; row < Math.max(rows.length, others.length); row++)
      for (let column = 0; column < Math.max(rows[row]?.length ?? 0, others[row]?.length ?? 0); column++) {
        const [ours, theirs] = [rows[row]?.[column] ?? '', others[row]?.[column] ?? '']
        if (ours !== theirs)
          return `sheet ${name}, line ${row + 1}, cell ${column + 1}: ${JSON.stringify(ours)}, ${reader} ${JSON.stringify(theirs)}`
      }
  }
  return undefined
}

function fixtures(): string[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xlsx') && !MADE_TO_EXHAUST.has(basename(name)))
    .sort()
    .map((name) => join(FIXTURES, name))
}

function generated(): string[] {
  rmSync(GENERATED, { recursive: true, force: true })
  mkdirSync(GENERATED, { recursive: true })
  return Array.from({ length: COUNT }, (_, seed) => {
    const path = join(GENERATED, `${String(seed).padStart(4, '0')}.xlsx`)
    const { bytes, usual } = generatedWorkbook(seed)
    writeFileSync(path, bytes)
    writeFileSync(`${path}${USUAL}`, usual)
    return path
  })
}

const paths = [...fixtures(), ...generated()]
const others = otherReadings(paths.map((path) => (path.startsWith(GENERATED) ? path + USUAL : path)))
const own = new Map<string, Reading>()
for (const path of paths) own.set(path, await ownReading(path))

const failures: string[] = []
const met = new Set<string>()
for (const line of others) {
  const path = line.path.replace(USUAL, '')
  const name = relative(ROOT, path)
  const found = firstDifference(own.get(path)!, line)
  const known = differences.find(({ file, reader }) => file === name && reader === line.reader)
  if (known) met.add(`${known.file} ${known.reader}`)
  if (found && !known) failures.push(`${name}: ${found}`)
  if (!found && known) failures.push(`${name}: ${line.reader} agrees by now; take the difference out of test/readers/differences.ts`)
}
for (const { file, reader } of differences) if (!met.has(`${file} ${reader}`)) failures.push(`${file}: there is no such workbook`)
const cells = [...own.values()].reduce((sum, one) => sum + ('sheets' in one ? Object.values(one.sheets).flat(2).filter(Boolean).length : 0), 0) // prettier-ignore
console.log(`${paths.length} workbooks with ${cells} cells, ${differences.length} differences with a reason`)
for (const failure of failures.slice(0, SHOWN)) console.log(`FAILED: ${failure}`)
console.log(`${others.length - failures.length} passed, ${failures.length} failed`)
process.exit(failures.length > 0 ? 1 : 0)
