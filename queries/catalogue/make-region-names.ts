/**
 * Makes region-names.json: an English name for every region down to county, from the readings of the npm package pinyin-pro and the exceptions in
 * region-name-exceptions.json (polyphones, names of other languages, and by code the whole names of regions whose Chinese name alone does not say
 * theirs; their source, and how far it was compared, stands there).
 *
 * Run it after make-regions.ts (the package is not a dependency):
 *   npm exec --yes --package=pinyin-pro@3.29.4 -- node queries/catalogue/make-region-names.ts
 * With --check it writes nothing and fails where the committed file differs.
 *
 * Proper names are written together, with the apostrophe of GB/T 16159 before a, e and o. Districts, counties, banners and leagues keep their generic in
 * English; cities have none. A proper name of one character keeps its generic too, as in print: Shexian County; a name of another language does not:
 * Sog County. Zones are named by kind, after the places in their names: Changchun Economic and Technological Development Zone.
 *
 * Where two regions of one province would have the same name for different characters, a county has that of its prefecture behind it, and a
 * prefecture is called a city: Weixian County, Handan.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import exceptions from './region-name-exceptions.json' with { type: 'json' }
import regions from './regions.json' with { type: 'json' }

type Reader = (text: string, options: { toneType: 'none'; type: 'array' }) => string[]

function packageReader(): Reader {
  const bin = (process.env.PATH ?? '').split(':').find((p) => existsSync(join(p, '..', 'pinyin-pro', 'package.json')))
  if (!bin) throw new Error('pinyin-pro is not installed: run this file through npm exec, as its header says')
  return (createRequire(join(bin, '..', 'pinyin-pro', 'package.json'))('pinyin-pro') as { pinyin: Reader }).pinyin
}

const readings: Readonly<Record<string, string>> = { ...exceptions.readings, ...exceptions.names }
const peoples = Object.entries(exceptions.peoples).sort(([a], [b]) => b.length - a.length)

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The syllables of a name as one word: xi, an as Xi'an. */
function joined(syllables: readonly string[]): string {
  return capitalised(syllables.reduce((word, syllable) => word + (word !== '' && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable), ''))
}

const codes: Readonly<Record<string, string>> = exceptions.codes
const plainName = (name: string, read: Reader) => readings[name] ?? joined(read(name, { toneType: 'none', type: 'array' }))

/** The peoples that an autonomous region is named after, taken off the end of its name. */
function splitPeoples(name: string): { proper: string; named: string[] } {
  const named: string[] = []
  let proper = name
  for (let found = true; found;) {
    const people = peoples.find(([zh]) => proper.length > zh.length && proper.endsWith(zh))
    found = people !== undefined
    if (people) {
      named.unshift(people[1])
      proper = proper.slice(0, -people[0].length)
    }
  }
  return { proper, named }
}

const listed = (names: readonly string[]) => (names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? ''))

/** Endings of names with their English generic, the longest first; a city has none. Forestry districts stand in the exceptions: 碑林区 is none. */
const GENERICS: readonly (readonly [ending: string, generic: string])[] = [
  ['自治州', 'Autonomous Prefecture'], ['自治县', 'Autonomous County'], ['自治旗', 'Autonomous Banner'],
  ['新区', 'New Area'], ['矿区', 'Mining District'], ['特区', 'Special District'], ['地区', 'Prefecture'],
  ['盟', 'League'], ['旗', 'Banner'], ['区', 'District'], ['县', 'County'], ['市', ''],
] // prettier-ignore

/** Endings of the names of zones, an ending before those that it ends with. */
const ZONES: readonly (readonly [ending: string, kind: string])[] = [
  ['高新技术产业开发区', 'High-Tech Industrial Development Zone'], ['高技术产业开发区', 'High-Tech Industrial Development Zone'],
  ['高新技术开发区', 'High-Tech Development Zone'], ['高新技术产业园区', 'High-Tech Industrial Park'],
  ['经济技术开发区', 'Economic and Technological Development Zone'], ['经济开发区', 'Economic Development Zone'], ['开发区', 'Development Zone'],
  ['城乡一体化示范区', 'Urban-Rural Integration Demonstration Zone'],
  ['转型综合改革示范区', 'Transformation and Comprehensive Reform Demonstration Zone'], ['示范区', 'Demonstration Zone'],
  ['航空港经济综合实验区', 'Airport Economy Comprehensive Experimental Zone'], ['循环化工园区', 'Circular Chemical Industrial Park'],
  ['文化旅游创意园区', 'Cultural Tourism and Creative Park'], ['现代产业园区', 'Modern Industrial Park'], ['工业园区', 'Industrial Park'],
  ['管理区', 'Management District'], ['新区', 'New Area'], ['新城', 'New Town'],
] // prettier-ignore

/** Words in the names of zones that are no proper names. */
const ZONE_WORDS: Readonly<Record<string, string>> = { 汽车: 'Automotive', 稀土: 'Rare Earth', 火炬: 'Torch', 港: 'Port' }

const provinces = new Map(
  regions.rows.filter(([, , level]) => level === 'province').map(([, name, , , english]) => [name.replace(/(壮族|回族|维吾尔)?自治区$|[省市]$/, ''), english]),
)
const prefectures = regions.rows.filter(([, name, level]) => level === 'prefecture' && name.endsWith('市')).map(([, name]) => name.slice(0, -1))
const places = [...provinces.keys(), ...prefectures].sort((a, b) => b.length - a.length)

/** The places that the name of a zone begins with, one after the other, and what stays: 河北, 唐山 and 芦台. */
function splitPlaces(name: string): string[] {
  const place = places.find((p) => name.startsWith(p))
  if (place === undefined) return name === '' ? [] : [name]
  return [place, ...splitPlaces(name.slice(place.length).replace(/^市/, ''))]
}

function zoneName(name: string, read: Reader): string | undefined {
  const [ending, kind] = ZONES.find(([zh]) => name.endsWith(zh) && name.length > zh.length) ?? []
  if (ending === undefined || kind === undefined) return undefined
  const parts = splitPlaces(name.slice(0, -ending.length))
  return [...parts.map((part) => provinces.get(part) ?? ZONE_WORDS[part] ?? plainName(part, read)), kind].join(' ')
}

function englishName(name: string, read: Reader): string {
  const zone = zoneName(name, read)
  if (zone !== undefined) return zone
  const [ending, generic] = GENERICS.find(([zh]) => name.endsWith(zh) && name.length > zh.length) ?? ['', '']
  const stem = ending === '' ? name : name.slice(0, -ending.length)
  if (stem.length === 1 && !(stem in exceptions.names)) {
    const syllable = { 县: 'xian', 区: 'qu', 市: 'shi' }[ending]
    if (syllable) return [`${plainName(stem, read)}${syllable}`, generic].filter(Boolean).join(' ')
  }
  if (readings[stem] === undefined && (ending.startsWith('自治') || /族$/.test(stem))) {
    const { proper, named } = splitPeoples(stem)
    return [plainName(proper, read), listed(named), generic].filter(Boolean).join(' ')
  }
  return [plainName(stem, read), generic].filter(Boolean).join(' ')
}

type Row = (typeof regions.rows)[number]

/** The names, told apart where two regions of one province are written alike in English only. */
function toldApart(names: Readonly<Record<string, string>>): Record<string, string> {
  const groups = Map.groupBy(regions.rows, ([code]: Row) => `${code.slice(0, 2)} ${names[code]}`)
  const apart = { ...names }
  for (const group of groups.values()) {
    if (new Set(group.map(([, name]) => name)).size === 1) continue
    for (const [code, , level, parent] of group) {
      if (level === 'prefecture') apart[code] += ' City'
      else if (level === 'county') apart[code] += `, ${names[parent]}`
    }
  }
  return apart
}

const read = packageReader()
const unknown = Object.keys(codes).filter((code) => !regions.rows.some(([known]) => known === code))
if (unknown.length > 0) throw new Error(`region-name-exceptions.json: no region has the code ${unknown.join(', ')}`)
const names = toldApart(
  Object.fromEntries(regions.rows.map(([code, name, , , english]) => [code, codes[code] ?? (english !== '' ? english : englishName(name, read))])),
)
const text = `${JSON.stringify(names, null, 1)}\n`
const path = join(import.meta.dirname, 'region-names.json')
if (process.argv.includes('--check')) {
  const same = existsSync(path) && readFileSync(path, 'utf8') === text
  console.log(same ? 'region-names.json is as the package and the exceptions give it' : 'region-names.json differs: run make-region-names.ts')
  process.exit(same ? 0 : 1)
}
writeFileSync(path, text)
console.log(`${Object.keys(names).length} names`)
