import { type Random, seededRandom } from '../../functions/simulator/random.ts'
import { zip } from '../fixtures/zip.ts'

/** A workbook as another program may write it. */
export interface GeneratedWorkbook {
  bytes: Buffer
  /** The same with its texts and styles in the parts where most programs write them, for readers that look nowhere else. */
  usual: Buffer
}

/** A workbook in any of the forms that the standard allows (ECMA-376); the same for the same seed. */
export function generatedWorkbook(seed: number): GeneratedWorkbook {
  const random = seededRandom(seed)
  const style = styleOf(random)
  const strings: string[] = []
  const sheetXml = sheetOf(random, style, strings)
  const names = partNames(random)
  const written = (strewn: PartNames) =>
    zip(partsOf(seededRandom(seed), style, strewn, sheetXml, strings).map(([name, text]) => [name, Buffer.from(text)]))
  return { bytes: written(names), usual: written({ ...names, strings: 'xl/sharedStrings.xml', styles: 'xl/styles.xml' }) }
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** How a program writes XML: the prefix of its elements, its quotation marks, and what it puts between elements. */
interface Style {
  prefix: string
  quote: '"' | "'"
  gap: string
  hasRowNumbers: boolean
  hasCellNames: boolean
}

function styleOf(random: Random): Style {
  return {
    prefix: random.pick(['', '', 'x:', 'ss:', 'main:']),
    quote: random.pick(['"', "'"]),
    gap: random.pick(['', '', '\n', '\r\n  ', '\n\t']),
    // A cell may name its place only where its row does.
    ...random.pick([
      { hasRowNumbers: true, hasCellNames: true },
      { hasRowNumbers: true, hasCellNames: false },
      { hasRowNumbers: false, hasCellNames: false },
    ]),
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** An element of the workbook's own language. */
function element(style: Style, name: string, attributes: Record<string, string | number | undefined>, content = ''): string {
  const { prefix, quote } = style
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${quote}${escaped(String(value)).replaceAll(quote, quote === '"' ? '&quot;' : '&apos;')}${quote}`)
  return content === '' ? `<${prefix}${name}${written.join('')}/>` : `<${prefix}${name}${written.join('')}>${content}</${prefix}${name}>`
}

/** The declaration of the namespace of a root element. */
const namespaces = ({ prefix }: Style) => ({ [prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`]: MAIN })

const WORDS = ['上海市总工会', '快递员', '310115', '0012', 'U-310115-7', 'a & b < c', '"引号" 与 \'撇号\'', '两 行\n文字', '𠮷野家', 'é', '1e5', '=没有公式', '2025-03-14', 'TRUE', '合计'] // prettier-ignore

/** The text of a string item: plain, in several runs, or with a reading above it. */
function stringItem(random: Random, style: Style, text: string): string {
  const t = (part: string) => element(style, 't', part.trim() === part && !part.includes('\n') ? {} : { 'xml:space': 'preserve' }, escaped(part)) // prettier-ignore
  const form = random.below(4)
  if (form < 2 || text.length < 2) return t(text)
  const cut = 1 + random.below(text.length - 1)
  // A character of two units stays whole.
  const at = /[\uDC00-\uDFFF]/.test(text[cut]!) ? cut + 1 : cut
  if (form === 2 && at < text.length) {
    const run = (part: string, properties: string) => element(style, 'r', {}, properties + t(part))
    return run(text.slice(0, at), '') + run(text.slice(at), element(style, 'rPr', {}, element(style, 'b', {})))
  }
  return t(text) + element(style, 'rPh', { sb: 0, eb: 1 }, element(style, 't', {}, 'pinyin'))
}

/** Number formats with the kind of value that they show; the first are built in. */
const FORMATS: readonly (readonly [id: number, code: string | undefined, kind: 'number' | 'day' | 'moment' | 'time'])[] = [
  [0, undefined, 'number'],
  [1, undefined, 'number'],
  [2, undefined, 'number'],
  [9, undefined, 'number'],
  [14, undefined, 'day'],
  [15, undefined, 'day'],
  [17, undefined, 'day'],
  [22, undefined, 'moment'],
  [20, undefined, 'time'],
  [164, 'yyyy"年"m"月"d"日"', 'day'],
  [165, 'yyyy-mm-dd', 'day'],
  [166, 'yyyy/m/d h:mm:ss', 'moment'],
  [167, '[$-804]yyyy"年"mm"月"dd"日";@', 'day'],
  [168, '#,##0.00_ ', 'number'],
  [169, '[Red]-0.0;0', 'number'],
  [170, 'hh:mm:ss', 'time'],
  [171, '0.00E+00', 'number'],
  [172, '0"天"', 'number'],
]

/** A number that a cell of this format may hold. */
function numberFor(random: Random, kind: (typeof FORMATS)[number][2]): string {
  if (kind === 'day') return String(36_526 + random.below(12_000))
  if (kind === 'time') return String(random.below(86_400) / 86_400)
  if (kind === 'moment') return String(36_526 + random.below(12_000) + random.below(86_400) / 86_400)
  return random.pick([
    '0',
    '1',
    '-7',
    '3.5',
    '0.1',
    '1.10101E+17',
    '123456789012345',
    '1234567.891',
    '1E-3',
    String(random.below(1_000_000)),
  ])
}

function cellOf(random: Random, style: Style, strings: string[], name: string | undefined): string {
  const r = name
  const v = (text: string) => element(style, 'v', {}, escaped(text))
  const form = random.below(9)
  if (form === 0) return element(style, 'c', { r, s: random.below(3) })
  // A cell whose value is there and empty has none, whatever its type is.
  if (form === 1) return `<${style.prefix}c${r ? ` r=${style.quote}${r}${style.quote}` : ''}><${style.prefix}v></${style.prefix}v></${style.prefix}c>`
  if (form === 2) return element(style, 'c', { r, t: 'b' }, v(String(random.below(2))))
  if (form === 3) return element(style, 'c', { r, t: 'inlineStr' }, element(style, 'is', {}, stringItem(random, style, random.pick(WORDS))))
  if (form < 6) {
    strings.push(stringItem(random, style, random.pick(WORDS)))
    return element(style, 'c', { r, t: 's' }, v(String(strings.length - 1)))
  }
  const format = random.below(FORMATS.length)
  return element(style, 'c', { r, s: format, t: random.chance(0.2) ? 'n' : undefined }, v(numberFor(random, FORMATS[format]![2])))
} // prettier-ignore

const columnName = (column: number) => (column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))) + String.fromCharCode(65 + (column % 26)) // prettier-ignore

function sheetOf(random: Random, style: Style, strings: string[]): string {
  const { gap, hasRowNumbers, hasCellNames } = style
  const rows: string[] = []
  let number = 0
  for (let count = 2 + random.below(8); count > 0; count--) {
    // Without numbers no row and no column can be left out.
    number += hasRowNumbers && random.chance(0.2) ? 1 + random.below(4) : 1
    const cells: string[] = []
    let column = -1
    for (let left = 1 + random.below(12); left > 0; left--) {
      column += hasCellNames && random.chance(0.2) ? 1 + random.below(5) : 1
      cells.push(cellOf(random, style, strings, hasCellNames ? `${columnName(column)}${number}` : undefined))
    }
    rows.push(element(style, 'row', { r: hasRowNumbers ? number : undefined }, cells.join(gap)))
  }
  return rows.join(gap)
}

type PartNames = Record<'first' | 'second' | 'strings' | 'styles', string>

function partNames(random: Random): PartNames {
  const folder = random.pick(['xl/worksheets/', 'xl/worksheets/', 'xl/tabs/', 'xl/'])
  return {
    first: `${folder}${random.pick(['sheet1', 'sheet', '数据', 'Data 1'])}.xml`,
    second: `${folder}${random.pick(['sheet2', 'other'])}.xml`,
    strings: random.pick(['xl/sharedStrings.xml', 'xl/SharedStrings.xml', 'xl/strings/all.xml']),
    styles: random.pick(['xl/styles.xml', 'xl/format/styles.xml']),
  }
}

type Part = [name: string, text: string]

/** All parts of a workbook of two sheets, under the names that its relationships give. */
function partsOf(random: Random, style: Style, names: PartNames, rows: string, strings: readonly string[]): Part[] {
  const { quote, gap } = style
  const declaration = `<?xml version=${quote}1.0${quote} encoding=${quote}UTF-8${quote} standalone=${quote}yes${quote}?>${gap}`
  const document = (name: string, content: string, more: Record<string, string> = {}) => declaration + element(style, name, { ...namespaces(style), ...more }, gap + content + gap) // prettier-ignore
  const isAbsolute = random.chance(0.3)
  const target = (part: string) => (isAbsolute ? `/${part}` : part.slice('xl/'.length))
  const relationship = (id: string, type: string, to: string) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${to}"/>`
  const relationships = (content: string) => `<Relationships xmlns="${PACKAGE}/relationships">${content}</Relationships>`
  const override = (part: string, type: string) => `<Override PartName="/${part}" ContentType="${TYPES}.${type}+xml"/>`
  const sheet = (name: string, id: number) => element(style, 'sheet', { name, sheetId: id, 'r:id': `rId${id}` })
  const formats = FORMATS.flatMap(([id, code]) => (code === undefined ? [] : [element(style, 'numFmt', { numFmtId: id, formatCode: code })]))
  const plain = (name: string, content = '') => element(style, name, {}, content)
  const system = random.chance(0.15) ? element(style, 'workbookPr', { date1904: 1 }) : ''
  return [
    ['[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', 'sheet.main')}${override(names.first, 'worksheet')}${override(names.second, 'worksheet')}${override(names.strings, 'sharedStrings')}${override(names.styles, 'styles')}</Types>`],
    ['_rels/.rels', relationships(relationship('rId1', 'officeDocument', isAbsolute ? '/xl/workbook.xml' : 'xl/workbook.xml'))],
    ['xl/workbook.xml', document('workbook', system + plain('sheets', sheet('数据', 1) + sheet('说明', 2)), { 'xmlns:r': OFFICE })],
    ['xl/_rels/workbook.xml.rels', relationships(relationship('rId1', 'worksheet', target(names.first)) + relationship('rId2', 'worksheet', target(names.second)) + relationship('rId3', 'sharedStrings', target(names.strings)) + relationship('rId4', 'styles', target(names.styles)))],
    [names.strings, document('sst', strings.map((item) => element(style, 'si', {}, item)).join(gap))],
    [names.styles, document('styleSheet', element(style, 'numFmts', { count: formats.length }, formats.join('')) + plain('fonts', plain('font')) + plain('fills', plain('fill', plain('patternFill'))) + plain('borders', plain('border')) + plain('cellStyleXfs', plain('xf')) + plain('cellXfs', FORMATS.map(([id]) => element(style, 'xf', { numFmtId: id, fontId: 0, fillId: 0, borderId: 0, applyNumberFormat: 1 })).join(gap)))],
    [names.first, document('worksheet', element(style, 'sheetData', {}, rows))],
    [names.second, document('worksheet', element(style, 'sheetData', {}, element(style, 'row', {}, element(style, 'c', { t: 'inlineStr' }, plain('is', plain('t', '请看'))))))],
  ]
} // prettier-ignore
