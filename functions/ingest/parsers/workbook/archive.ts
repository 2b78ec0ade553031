import { createInflateRaw, crc32 } from 'node:zlib'
import { type Entry, type ZipFile, fromBuffer } from 'yauzl'
import { UnreadableBody } from '../row.ts'

/** Limits of a workbook. Sizes are those of the inflated parts, not those that the archive states. */
const MAX_ENTRIES = 500
const MAX_BYTES = 512 * 1024 * 1024
const MAX_RATIO = 200
/** The ratio of a smaller part is not checked. */
const RATIO_MIN_BYTES = 4 * 1024 * 1024

/** The parts of a workbook by name. Names are compared and never used as paths. */
export interface Archive {
  has(name: string): boolean
  /** The inflated bytes of a part. Throws UnreadableBody if the part is missing, damaged or too large. */
  part(name: string): AsyncGenerator<Buffer>
}

/** A workbook whose archive or parts are damaged. */
export const brokenWorkbook = (zh: string, en: string) => new UnreadableBody(400, `不是完整的 XLSX 文件：${zh}`, `broken XLSX: ${en}`)
const brokenArchive = ({ message }: Error) => brokenWorkbook(message, message)

/** Part names do not depend on case (ECMA-376 part 2, 6.2.2), and some programs write them with backslashes. */
const partName = (name: string) => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

function openZip(body: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    // Names with backslashes are wrong in an archive, and are read all the same.
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(brokenArchive(error)) : resolve(zip),
    )
  })
}

const isTooLarge = (size: number, { compressedSize }: Entry) =>
  size > MAX_BYTES || (size > RATIO_MIN_BYTES && size > compressedSize * MAX_RATIO)
const tooLarge = () => new UnreadableBody(413, '这个 XLSX 解压后过大，不像正常的表格', 'this XLSX grows too large when unpacked')

function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('error', (error: Error) => reject(brokenArchive(error)))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      const name = partName(entry.fileName)
      // What the archive states of a part that is never read harms nobody, but no office makes such a file.
      if (isTooLarge(entry.uncompressedSize, entry)) return reject(tooLarge())
      if (entries.has(name)) return reject(brokenWorkbook(`部件 ${name} 出现了两次`, `it holds the part ${name} twice`))
      entries.set(name, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

async function* inflated(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted())
    throw new UnreadableBody(415, '这个表格加了密码；请去掉密码再传', 'this workbook has a password: remove it and send it again')
  const source = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, { decompress: entry.compressionMethod === 8 ? false : null } as never, (error, stream) =>
      error ? reject(brokenArchive(error)) : resolve(stream),
    )
  })
  const stream = entry.compressionMethod === 8 ? source.pipe(createInflateRaw()) : source
  source.on('error', (error: Error) => (stream as unknown as { destroy(error: Error): void }).destroy(error))
  let size = 0
  let checksum = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (isTooLarge(size, entry)) throw tooLarge()
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    throw error instanceof UnreadableBody ? error : brokenArchive(error as Error)
  }
  // Some programs write no checksum.
  if (entry.crc32 !== 0 && checksum !== entry.crc32)
    throw brokenWorkbook(`部件 ${entry.fileName} 已损坏`, `the part ${entry.fileName} is damaged`)
}

/** Opens the archive of a workbook in memory. Nothing is inflated before it is read. Throws UnreadableBody. */
export async function openArchive(body: Uint8Array): Promise<Archive> {
  const zip = await openZip(body)
  if (zip.entryCount > MAX_ENTRIES) throw new UnreadableBody(413, '这个 XLSX 含有过多部件', 'this XLSX holds too many parts')
  const entries = await readEntries(zip)
  return {
    has: (name) => entries.has(partName(name)),
    async *part(name) {
      const entry = entries.get(partName(name))
      if (!entry) throw brokenWorkbook(`缺少部件 ${name}`, `the part ${name} is missing`)
      yield* inflated(zip, entry)
    },
  }
}
