import type { Archive } from './archive.ts'
import { type DateSystem, type NumberKind, builtInKind, kindOfFormat, unescapedText } from './cell-text.ts'
import { type Attributes, attribute, readWholeXml } from './xml.ts'

/** The namespaces of SpreadsheetML, of the transitional and of the strict form (ECMA-376 parts 4 and 1). */
export const isSpreadsheetMl = (namespace: string) =>
  namespace === 'http://schemas.openxmlformats.org/spreadsheetml/2006/main' || namespace === 'http://purl.oclc.org/ooxml/spreadsheetml/main'

const isRelationships = (namespace: string) => namespace === 'http://schemas.openxmlformats.org/package/2006/relationships'

/** A relationship of a part to another: the last word of its type, and the name of the part that it leads to. */
export interface Relationship {
  type: string
  target: string
}

/** The folder of a part, with a slash at its end unless it is the root. */
const folderOf = (part: string) => part.slice(0, part.lastIndexOf('/') + 1)

/** The part that a relationship of `part` leads to. */
function targetOf(part: string, target: string): string {
  const steps = (target.startsWith('/') || target.startsWith('\\') ? '' : folderOf(part)) + target.replaceAll('\\', '/')
  const path: string[] = []
  for (const step of steps.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/')
}

/** The relationships of a part by id; of the package for an empty name. None where their part is missing. */
export async function relationshipsOf(archive: Archive, part: string): Promise<Map<string, Relationship>> {
  const found = new Map<string, Relationship>()
  const name = `${folderOf(part)}_rels/${part.slice(folderOf(part).length)}.rels`
  if (!archive.has(name)) return found
  const open = (element: string, attributes: Attributes) => {
    if (element !== 'Relationship' || attributes.TargetMode === 'External') return
    const { Id = '', Type = '', Target = '' } = attributes
    found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: targetOf(part, Target) })
  }
  await readWholeXml(archive.part(name), { open, close: () => undefined }, isRelationships)
  return found
}

/** What the part of a workbook says. */
export interface WorkbookPart {
  dates: DateSystem
  sheets: { name: string; isHidden: boolean; relationship: string }[]
}

export async function readWorkbookPart(archive: Archive, part: string): Promise<WorkbookPart> {
  const workbook: WorkbookPart = { dates: 1900, sheets: [] }
  const open = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr' && /^(1|true)$/.test(attributes.date1904 ?? '')) workbook.dates = 1904
    if (name !== 'sheet') return
    const isHidden = /^(hidden|veryHidden)$/.test(attributes.state ?? '')
    workbook.sheets.push({ name: unescapedText(attributes.name ?? ''), isHidden, relationship: attribute(attributes, 'id') ?? '' })
  }
  await readWholeXml(archive.part(part), { open, close: () => undefined }, isSpreadsheetMl)
  return workbook
}

/** The kind of number that each cell style shows, in the order of the styles. */
export async function readStyles(archive: Archive, part: string): Promise<NumberKind[]> {
  const formats = new Map<string, NumberKind>()
  const kinds: NumberKind[] = []
  let isCellFormat = false
  const open = (name: string, attributes: Attributes) => {
    if (name === 'numFmt') formats.set(attributes.numFmtId ?? '', kindOfFormat(attributes.formatCode ?? ''))
    else if (name === 'cellXfs') isCellFormat = true
    else if (name === 'xf' && isCellFormat) {
      const id = attributes.numFmtId ?? '0'
      kinds.push(formats.get(id) ?? builtInKind(Number(id)))
    }
  }
  const close = (name: string) => {
    if (name === 'cellXfs') isCellFormat = false
  }
  await readWholeXml(archive.part(part), { open, close }, isSpreadsheetMl)
  return kinds
}

/** Collects the text of a shared or an inline string: all its parts in order, without the reading that 拼音指南 writes above it. */
export function stringCollector() {
  let text = ''
  let isText = false
  let isPhonetic = false
  return {
    open(name: string): void {
      if (name === 't') isText = true
      else if (name === 'rPh') isPhonetic = true
    },
    close(name: string): void {
      if (name === 't') isText = false
      else if (name === 'rPh') isPhonetic = false
    },
    text(part: string): void {
      if (isText && !isPhonetic) text += part
    },
    take(): string {
      const taken = unescapedText(text)
      text = ''
      return taken
    },
  }
}

/** The shared strings of a workbook in order. */
export async function readSharedStrings(archive: Archive, part: string): Promise<string[]> {
  const strings: string[] = []
  const collector = stringCollector()
  const close = (name: string) => {
    collector.close(name)
    if (name === 'si') strings.push(collector.take())
  }
  await readWholeXml(archive.part(part), { ...collector, close }, isSpreadsheetMl)
  return strings
}
