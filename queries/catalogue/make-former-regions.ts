/**
 * Makes former-regions.json: the codes of GB/T 2260 that were valid at some time from 2010 on and are not in regions.json, with their years and
 * the regions that succeed them.
 *
 * The source is the data set areacodes (CC0), made from the tables and decisions of the Ministry of Civil Affairs: its result.csv has the years and
 * successors of every code since 1981, its diff/*.diff the decision behind each change. It is no npm package, so give a folder with its files:
 *   git clone https://github.com/yescallop/areacodes && git -C areacodes checkout eed219a0678d36bacaa717f62443b10e869f0291
 *   node queries/catalogue/make-former-regions.ts areacodes [--check]
 * With --check it writes nothing and fails where the committed file differs. test/catalogue/former-regions.test.ts compares the file with the yearly
 * tables of the npm package gb2260, which is another reading of the same standard.
 *
 * Which of several successors is counted: the one of the same name (永年县 永年区), else the one that counted-successors.json names with the
 * words of the decision. Codes that only the yearly tables of gb2260 have are added there, too. A prefecture that has no successor in the source is succeeded by the prefectures that its counties lie in now.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import regions from './regions.json' with { type: 'json' }
import chosen from './counted-successors.json' with { type: 'json' }

const FIRST_YEAR = 2010
const SOURCE = 'areacodes eed219a (github.com/yescallop/areacodes, CC0), from the tables and decisions of the Ministry of Civil Affairs'

/** A line of result.csv. */
interface CodeRecord {
  code: string
  name: string
  from: number
  /** The year in which the code was given up; NaN while it is in use. */
  to: number
  successors: string[]
}

type Basis = 'record' | 'same_name' | 'decision' | 'counties'

const today = new Map(regions.rows.map(([code, name, level, parent]) => [code, { name, level, parent }]))
const folder = process.argv[2] ?? ''

function readRecords(): CodeRecord[] {
  const [, ...rows] = parse(readFileSync(join(folder, 'result.csv')), { bom: true }) as string[][]
  return rows.map(([code, , , name, , , from, to, successors]) => ({
    code: code!,
    name: name!,
    from: Number(from),
    to: to === '' ? Number.NaN : Number(to),
    // 130108[2001] is a part that went elsewhere in 2001, before the code was given up.
    successors: successors!.split(';').filter((one) => /^\d{6}$/.test(one)),
  }))
}

/** The last record of every code that was given up from the first year on and is not in the table. */
function formerRecords(records: readonly CodeRecord[]): Map<string, CodeRecord> {
  const last = new Map<string, CodeRecord>()
  for (const record of records) if (record.from > (last.get(record.code)?.from ?? 0)) last.set(record.code, record)
  return new Map([...last].filter(([code, { to }]) => !today.has(code) && to >= FIRST_YEAR))
}

/** The regions of the table that succeed a code, through codes that were given up as well. */
function successorsOf(code: string, former: ReadonlyMap<string, CodeRecord>): string[] {
  if (today.has(code)) return [code]
  const record = former.get(code)
  if (!record) throw new Error(`${code}: neither in the table of today nor given up since ${FIRST_YEAR}`)
  const found = record.successors.length > 0 ? record.successors.flatMap((one) => successorsOf(one, former)) : prefecturesOf(record, former)
  return [...new Set(found)]
}

function prefecturesOf({ code, name }: CodeRecord, former: ReadonlyMap<string, CodeRecord>): string[] {
  const counties = [...former.keys()].filter((one) => code.endsWith('00') && one !== code && one.startsWith(code.slice(0, 4)))
  if (counties.length === 0) throw new Error(`${code} ${name}: no successor and no counties`)
  return counties.flatMap((county) => {
    const [first] = countedFirst(former.get(county)!, former).successors
    const parent = today.get(first!)!
    return [parent.level === 'county' ? parent.parent : first!]
  })
}

/** A name without the rank that a change of rank changes. */
const stem = (name: string) => name.replace(/[区县市]$/, '')

function countedFirst(record: CodeRecord, former: ReadonlyMap<string, CodeRecord>): { successors: string[]; basis: Basis; why: string } {
  const found = successorsOf(record.code, former)
  const basis: Basis = record.successors.length > 0 ? 'record' : 'counties'
  if (found.length === 1) return { successors: found, basis, why: '' }
  const byHand = Object.hasOwn(chosen.rows, record.code) ? chosen.rows[record.code]! : undefined
  const sameName = found.filter((code) => stem(today.get(code)!.name) === stem(record.name))
  const counted = byHand?.counted ?? (sameName.length === 1 ? sameName[0]! : undefined)
  if (counted === undefined || !found.includes(counted)) {
    throw new Error(`${record.code} ${record.name}: name one of ${found.join(', ')} in counted-successors.json`)
  }
  const successors = [counted, ...found.filter((code) => code !== counted)]
  return byHand ? { successors, basis: 'decision', why: byHand.why } : { successors, basis: 'same_name', why: '' }
}

/** The decision that the source quotes above the line by which a code is given up: its number, or else its title, and its day. */
function decisionOf({ code, to }: CodeRecord): string {
  const lines = readFileSync(join(folder, `diff/${to - 1}-${to}.diff`), 'utf8').split('\n')
  let at = lines.findIndex((line) => line.startsWith(`-${code} `))
  while (at >= 0 && !lines[at]!.startsWith('#')) at--
  const text: string[] = []
  for (; at >= 0 && lines[at]!.startsWith('#'); at--) text.unshift(lines[at]!)
  const value = (name: string) => text.find((line) => line.startsWith(`# ${name}：`))?.slice(name.length + 3)
  const title = text.find((line) => line.startsWith('## '))?.slice(3) ?? ''
  const named = value('文号') ?? title
  const day = value('日期') ?? value('时间')
  return named === '' ? `areacodes ${to - 1}-${to}.diff` : day === undefined ? named : `${named}（${day}）`
}

function rowOf({ code, name, from, to, successors, basis, source }: CodeRecord & { basis: Basis; source: string }): (string | string[])[] {
  return [code, name, `${from}-01-01`, `${to}-12-31`, successors, basis, source]
}

const former = formerRecords(readRecords())
const found = [...former.values()].map((record) => {
  const { successors, basis, why } = countedFirst(record, former)
  const source = [decisionOf(record), why].filter((one) => one !== '').join('：')
  return rowOf({ ...record, successors, basis, source })
})
const added = Object.entries(chosen.added).map(([code, { name, from, to, successor, source }]) =>
  rowOf({ code, name, from, to, successors: [successor], basis: 'same_name', source }),
)
const rows = [...found, ...added].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
const columns = ['code', 'name', 'valid_from', 'valid_to', 'successors', 'basis', 'source']
const head = JSON.stringify({ year: regions.year, source: SOURCE, columns }).slice(0, -1)
const text = `${head},"rows":[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]}\n`
const path = join(import.meta.dirname, 'former-regions.json')
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== text) throw new Error(`${path}: differs from what ${SOURCE} gives`)
} else writeFileSync(path, text)
const counts = Map.groupBy(rows, (row) => row[5])
console.log(`${rows.length} former codes: ${[...counts].map(([basis, of]) => `${of.length} ${String(basis)}`).join(', ')}`)
