import { UnreadableBody } from './row.ts'

/** The bytes of an upload, wherever they are: they can be gone through more than once. */
export interface Body {
  /** How many bytes there are. */
  size: number
  chunks(): AsyncIterable<Uint8Array>
}

/** The largest body that is held whole: a request, a workbook, a JSON document. Tables and NDJSON may be larger. */
export const LARGEST_WHOLE = 32 * 1024 * 1024

/** The largest body that is taken at all. */
export const LARGEST_BODY = 2 * 1024 * 1024 * 1024

const CHUNK = 256 * 1024

/** A body that is in memory. */
export function bodyOf(bytes: Uint8Array): Body {
  return {
    size: bytes.length,

    async *chunks() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
    },
  }
}

/** Throws UnreadableBody for a body too large to be held whole. */
export function refuseLarge(body: Body): void {
  if (body.size <= LARGEST_WHOLE) return
  const size = (body.size / 1048576).toFixed(1)
  throw new UnreadableBody(
    413,
    `XLSX 和 JSON 一次最多 32 MiB，收到 ${size} MiB；请另存为 CSV，或分批上传`,
    `XLSX and JSON: at most 32 MiB at a time, got ${size} MiB; save it as CSV, or send it in parts`,
  )
}

/** The whole of a body, for what cannot be read piece by piece. */
export async function wholeOf(body: Body): Promise<Uint8Array> {
  refuseLarge(body)
  const chunks: Uint8Array[] = []
  for await (const chunk of body.chunks()) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** The first bytes of a body. */
export async function startOf(body: Body, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let seen = 0
  for await (const chunk of body.chunks()) {
    chunks.push(chunk.subarray(0, length - seen))
    seen += chunk.length
    if (seen >= length) break
  }
  return Buffer.concat(chunks)
}
