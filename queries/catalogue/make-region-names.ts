/**
 * Makes region-names.json: an English name for every region down to county, from the readings of the npm package pinyin-pro and the exceptions in
 * region-name-exceptions.json (polyphones, and names of other languages; their source, and how far it was compared, stands there).
 *
 * Run it after make-regions.ts (the package is not a dependency):
 *   npm exec --yes --package=pinyin-pro@3.29.4 -- node queries/catalogue/make-region-names.ts
 * With --check it writes nothing and fails where the committed file differs.
 *
 * Proper names are written together, with the apostrophe of GB/T 16159 before a, e and o. Districts, counties, banners and leagues keep their generic in
 * English; cities have none. A proper name of one character keeps its generic too, as in print: Shexian County.
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

/** Endings of names with their English generic, the longest first; a city has none. */
const GENERICS: readonly (readonly [ending: string, generic: string])[] = [
  ['自治州', 'Autonomous Prefecture'], ['自治县', 'Autonomous County'], ['自治旗', 'Autonomous Banner'], ['民族区', 'District'],
  ['新区', 'New Area'], ['矿区', 'Mining District'], ['林区', 'Forestry District'], ['特区', 'Special District'], ['地区', 'Prefecture'],
  ['盟', 'League'], ['旗', 'Banner'], ['区', 'District'], ['县', 'County'], ['市', ''],
] // prettier-ignore

function englishName(name: string, read: Reader): string {
  // 万柏林区 only ends like a forestry district.
  const [ending, generic] = GENERICS.find(([zh]) => name.endsWith(zh) && name.length > zh.length && !(zh === '林区' && name === '万柏林区')) ?? ['', '']
  const stem = ending === '' ? name : name.slice(0, -ending.length)
  if (ending === '县' && stem.length === 1) return `${plainName(stem, read)}xian County`
  if (ending === '区' && stem.length === 1) return `${plainName(stem, read)}qu District`
  if (readings[stem] === undefined && (ending.startsWith('自治') || /族$/.test(stem))) {
    const { proper, named } = splitPeoples(stem)
    return [plainName(proper, read), listed(named), generic].filter(Boolean).join(' ')
  }
  return [plainName(stem, read), generic].filter(Boolean).join(' ')
}

const read = packageReader()
const names = Object.fromEntries(
  regions.rows.map(([code, name, , , english]): [string, string] => [code!, english !== '' ? english! : englishName(name!, read)]),
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
