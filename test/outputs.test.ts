import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvTable } from '../functions/domain/csv-table.ts'

const ROOT = join(import.meta.dirname, '..')

/** The sources below a folder with an ending, by their path. */
const sources = (folder: string, ending: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name): [path: string, text: string] => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')])

const ASKS_THE_NETWORK = /\bfetch\(|from 'node:(http|https|net|tls|dgram|http2|dns)'|\bXMLHttpRequest\b|\bWebSocket\b/

describe('the server', () => {
  it('fetches no address: only the engine that the settings name is asked, and types of the network are used to be asked (E11)', () => {
    const asking = sources('functions', /\.ts$/).filter(([, text]) => ASKS_THE_NETWORK.test(text.replace(/^import type .*$/gm, '')))
    expect(asking.map(([path]) => path).sort()).toEqual(['functions/engines/trino.ts', 'functions/local/server.ts'])
    const server = asking.find(([path]) => path === 'functions/local/server.ts')![1]
    expect(server).not.toMatch(/\bfetch\(|\brequest\(|\bget\(/)
  })
})

describe('a bulletin', () => {
  it('is made without network, programs or a page: its texts and the fonts beside it are all that it reads (F05)', () => {
    const parts = sources('functions/bulletins', /\.ts$/)
    expect(parts.length).toBeGreaterThan(8)
    expect(parts.filter(([, text]) => ASKS_THE_NETWORK.test(text) || /child_process|playwright|puppeteer/.test(text))).toEqual([])
    const files = parts.filter(([, text]) => /from 'node:fs/.test(text)).map(([path]) => path)
    expect(files).toEqual(['functions/bulletins/pdf.ts'])
    const layout = readFileSync(join(ROOT, 'functions/bulletins/bulletin.typ'), 'utf8')
    // What the layout could read or run: other files, packages of the network, plug-ins, and text as code.
    expect(layout).not.toMatch(/#?\b(import|include|read|csv|xml|yaml|toml|plugin|eval|image)\s*[("@]/)
  })
})

describe('a page', () => {
  it('writes no markup that it was given: every text goes through the escaping of the framework (F01)', () => {
    const components = sources('dashboard/src', /\.(svelte|ts)$/)
    expect(components.length).toBeGreaterThan(50)
    expect(
      components.filter(([, text]) => /\{@html|innerHTML|insertAdjacentHTML|document\.write/.test(text)).map(([path]) => path),
    ).toEqual([])
  })
})

describe('a cell of an export', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ["=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"],
    ['+8613800000000', "'+8613800000000"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://a","b")', `"'=HYPERLINK(""http://a"",""b"")"`],
    ['a=b', 'a=b'],
    [-7, '-7'],
    [-0.5, '-0.5'],
    [0, '0'],
    [null, ''],
  ])('%j is written as %j (F02)', (value, written) => {
    expect(csvTable([[value, 'x']])).toBe(`\uFEFF${written},x\r\n`)
  })
})
