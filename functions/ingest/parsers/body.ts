import { UnreadableBody } from './row.ts'

/** The bytes of an upload, in memory, in a file or in a bucket. They can be read more than once. */
export interface Body {
  /** In bytes. */
  size: number
  chunks(): AsyncIterable<Uint8Array>
}

/** The largest body, in bytes, that is held in memory as a whole: a request, a workbook, a JSON document. Tables and NDJSON may be larger. */
export const LARGEST_WHOLE = 32 * 1024 * 1024

/** The largest body, in bytes, that is accepted at all. */
export const LARGEST_BODY = 2 * 1024 * 1024 * 1024

const CHUNK = 256 * 1024

/** A body of bytes in memory. */
export function bodyOf(bytes: Uint8Array): Body {
  return {
    size: bytes.length,

    async *chunks() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
    },
  }
}

/** Throws UnreadableBody for a body that is too large to be held as a whole. */
export function refuseLarge(body: Body): void {
  if (body.size <= LARGEST_WHOLE) return
  const size = (body.size / 1048576).toFixed(1)
  throw new UnreadableBody(
    413,
    `XLSX 和 JSON 一次最多 32 MiB，收到 ${size} MiB；请另存为 CSV，或分批上传`,
    `XLSX and JSON: at most 32 MiB at a time, got ${size} MiB; save it as CSV, or send it in parts`,
  )
}

/** All bytes of a body, for formats that cannot be read in chunks. Throws UnreadableBody if it is too large. */
export async function readWhole(body: Body): Promise<Uint8Array> {
  refuseLarge(body)
  const chunks: Uint8Array[] = []
  for await (const chunk of body.chunks()) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** The first `length` bytes of a body. */
export async function readStart(body: Body, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let seen = 0
  for await (const chunk of body.chunks()) {
    chunks.push(chunk.subarray(0, length - seen))
    seen += chunk.length
    if (seen >= length) break
  }
  return Buffer.concat(chunks)
}
