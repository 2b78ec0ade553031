import { createInflateRaw } from 'node:zlib'
import { type Entry, type ZipFile, fromBuffer } from 'yauzl'
import { UnreadableBody } from './row.ts'

/** Limits of a workbook. Sizes are those of the inflated parts, not those that the archive states. */
const MAX_ENTRIES = 500
const MAX_BYTES = 512 * 1024 * 1024
const MAX_RATIO = 200
/** The ratio of a smaller part is not checked. */
const RATIO_MIN_BYTES = 4 * 1024 * 1024

const broken = (error: Error) => new UnreadableBody(400, `不是完整的 XLSX 文件：${error.message}`, `broken XLSX: ${error.message}`)

function openZip(body: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      { lazyEntries: true, decompressEntries: false } as never,
      (error, zip) => (error ? reject(broken(error)) : resolve(zip)),
    )
  })
}

/** Reads the text of a part while it is inflated. */
interface PartReader {
  read(text: string): void
}

/** Columns of formulas by row, both counted from 0. */
type Formulas = Map<number, number[]>

const MAX_FORMULAS = 1_000_000
/** Characters of a chunk that are searched again with the next one, since a match may lie across the two. */
const OVERLAP = 400

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Finds the cells with formulas in the XML of a sheet. */
function formulaFinder(): PartReader & { found: Formulas } {
  const found: Formulas = new Map()
  let count = 0
  return {
    found,
    read(text) {
      for (const [, letters, row] of text.matchAll(/<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]/g)) {
        const at = Number(row) - 1
        const column = columnNumber(letters!)
        const columns = found.get(at) ?? []
        if (columns.includes(column) || ++count > MAX_FORMULAS) continue
        found.set(at, [...columns, column])
      }
    },
  }
}

/** Collects the text of a small part, up to about `limit` characters. */
function textCollector(limit: number): PartReader & { text(): string } {
  let collected = ''
  return {
    read: (text) => void (collected.length < limit && (collected += text)),
    text: () => Buffer.from(collected, 'latin1').toString('utf8'),
  }
}

/** How a part is inflated: at most `bytesLeft` bytes, its text passed to `reader` with `overlap` characters of the chunk before. */
interface InflateOptions {
  bytesLeft: number
  reader: PartReader | undefined
  overlap: number
}

/** Inflates a part without storing it; returns its size in bytes. Throws UnreadableBody if it is too large or has a DTD. */
function inflatedSize(zip: ZipFile, entry: Entry, { bytesLeft, reader, overlap }: InflateOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, { decompress: entry.compressionMethod === 8 ? false : null } as never, (error, stream) => {
      if (error) return reject(broken(error))
      const inflate = entry.compressionMethod === 8 ? stream.pipe(createInflateRaw()) : stream
      let size = 0
      let tail = ''
      const stop = (fault: UnreadableBody) => {
        stream.destroy()
        inflate.destroy()
        reject(fault)
      }
      inflate.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bytesLeft || (size > RATIO_MIN_BYTES && size > entry.compressedSize * MAX_RATIO)) {
          return stop(new UnreadableBody(413, '这个 XLSX 解压后过大，不像正常的表格', 'this XLSX grows too large when unpacked'))
        }
        const text = tail + chunk.toString('latin1')
        if (/<!(DOCTYPE|ENTITY)/i.test(text))
          return stop(new UnreadableBody(400, '这个 XLSX 含有不允许的 XML 声明', 'this XLSX holds an XML declaration that is not allowed'))
        reader?.read(text.slice(Math.max(0, tail.length - overlap)))
        tail = text.slice(-Math.max(10, overlap))
      })
      inflate.on('end', () => resolve(size))
      inflate.on('error', (fault: Error) => reject(broken(fault)))
    })
  })
}

/** What is known of a workbook before its sheet is read. */
export interface Workbook {
  /** The number of its first visible sheet. */
  sheet: number
  /** The columns with formulas in that sheet, by row. */
  formulas: ReadonlyMap<number, readonly number[]>
  /** The names of the sheets that are not read. */
  others: string[]
}

const attribute = (tag: string, name: string) =>
  new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1]?.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity]!)
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The sheet that is read, and the part that holds it. */
function firstVisible(workbook: string, relations: string): { sheet: number; part: string; others: string[] } {
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => tag)
  const visible = sheets.findIndex((tag) => !/^(hidden|veryHidden)$/.test(attribute(tag, 'state') ?? 'visible'))
  const sheet = Math.max(visible, 0)
  const id = /\s\w+:id="([^"]*)"/.exec(sheets[sheet] ?? '')?.[1]
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => tag).find((tag) => attribute(tag, 'Id') === id)
  const target = (relation && attribute(relation, 'Target')) ?? ''
  return {
    sheet,
    part: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
    others: sheets.filter((_, index) => index !== sheet).map((tag) => attribute(tag, 'name') ?? ''),
  }
}

/**
 * Inflates every part once without storing it. Throws UnreadableBody if the workbook is broken, too large, or holds a DTD (rows C13 to
 * C17 of test/MATRIX.md). Names of parts are compared and never used as paths.
 */
export async function checkWorkbook(body: Uint8Array): Promise<Workbook> {
  const zip = await openZip(body)
  if (zip.entryCount > MAX_ENTRIES) throw new UnreadableBody(413, '这个 XLSX 含有过多部件', 'this XLSX holds too many parts')
  let bytesLeft = MAX_BYTES
  const names: string[] = []
  const workbook = textCollector(1024 * 1024)
  const relations = textCollector(1024 * 1024)
  const formulas = new Map<string, Formulas>()
  const readerFor = (name: string): PartReader | undefined => {
    if (name === 'xl/workbook.xml') return workbook
    if (name === 'xl/_rels/workbook.xml.rels') return relations
    if (!name.startsWith('xl/worksheets/')) return undefined
    const finder = formulaFinder()
    formulas.set(name, finder.found)
    return finder
  }
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => reject(broken(error)))
    zip.on('end', () => resolve())
    zip.on('entry', (entry: Entry) => {
      names.push(entry.fileName)
      const overlap = entry.fileName.startsWith('xl/worksheets/') ? OVERLAP : 0
      inflatedSize(zip, entry, { bytesLeft, reader: readerFor(entry.fileName), overlap }).then((size) => {
        bytesLeft -= size
        zip.readEntry()
      }, reject)
    })
    zip.readEntry()
  }).finally(() => zip.close())
  if (!names.includes('xl/workbook.xml')) {
    throw new UnreadableBody(415, '收到的压缩包不是 XLSX 表格', 'expected an XLSX workbook, got another archive')
  }
  const { sheet, part, others } = firstVisible(workbook.text(), relations.text())
  return { sheet, formulas: formulas.get(part) ?? new Map(), others }
}
