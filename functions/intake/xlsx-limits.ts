import { createInflateRaw } from 'node:zlib'
import { type Entry, type ZipFile, fromBuffer } from 'yauzl'
import { UnreadableBody } from './row.ts'

/** What a workbook may hold. The sizes are those of the parts inflated, not those that it claims. */
const MOST_ENTRIES = 500
const MOST_BYTES = 512 * 1024 * 1024
const MOST_RATIO = 200
const RATIO_FROM = 4 * 1024 * 1024

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

function inflatedSize(zip: ZipFile, entry: Entry, left: number): Promise<number> {
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
        if (size > left || (size > RATIO_FROM && size > entry.compressedSize * MOST_RATIO)) {
          return stop(new UnreadableBody(413, '这个 XLSX 解压后过大，不像正常的表格', 'this XLSX grows too large when unpacked'))
        }
        const text = tail + chunk.toString('latin1')
        if (/<!(DOCTYPE|ENTITY)/i.test(text))
          return stop(new UnreadableBody(400, '这个 XLSX 含有不允许的 XML 声明', 'this XLSX holds an XML declaration that is not allowed'))
        tail = text.slice(-10)
      })
      inflate.on('end', () => resolve(size))
      inflate.on('error', (fault: Error) => reject(broken(fault)))
    })
  })
}

/** Unpacks every part once without keeping it, and throws where the workbook is broken, too large, or holds a DTD (matrix C13 to C17). */
export async function checkWorkbook(body: Uint8Array): Promise<void> {
  const zip = await openZip(body)
  if (zip.entryCount > MOST_ENTRIES) throw new UnreadableBody(413, '这个 XLSX 含有过多部件', 'this XLSX holds too many parts')
  let left = MOST_BYTES
  const names: string[] = []
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => reject(broken(error)))
    zip.on('end', () => resolve())
    zip.on('entry', (entry: Entry) => {
      names.push(entry.fileName)
      inflatedSize(zip, entry, left).then((size) => {
        left -= size
        zip.readEntry()
      }, reject)
    })
    zip.readEntry()
  }).finally(() => zip.close())
  if (!names.includes('xl/workbook.xml')) {
    throw new UnreadableBody(415, '收到的压缩包不是 XLSX 表格', 'the archive is no XLSX workbook')
  }
}
