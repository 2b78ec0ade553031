import type { IncomingMessage } from 'node:http'
import { type HttpResponse, problemDocument } from '../http/message.ts'
import { LARGEST_WHOLE } from '../ingest/parsers/body.ts'

/** How many bytes of request bodies the server holds at one time, over all requests. */
const MAX_BYTES_HELD = 4 * LARGEST_WHOLE

/** A sender that is silent for this long is disconnected, and what it sent is released. */
export const MAX_SILENCE_MS = 15_000

/** A body that takes longer is released as well: it would keep memory from other requests. */
const MAX_BODY_MS = 120_000

/** Counts the bytes that the server holds: those received, not those announced, so that a slow sender holds next to nothing. */
export interface BodyMemory {
  held: number
}

export type BodyRead = { ok: true; body: Uint8Array } | { ok: false; answer: HttpResponse }

const tooLarge = () =>
  problemDocument(
    413,
    '一次请求最多 32 MiB；更大的文件请先 POST …/uploads 取得上传地址，或在报送页面上传',
    'at most 32 MiB in a request: for more, POST …/uploads gives an address to put the file at',
  )

const serverFull = () => problemDocument(503, '系统正忙，请稍后再传', 'the server is full for the moment, please send it again')

/**
 * Reads a request body whole, or the response that refuses it; what is received after a refusal is discarded. `release` gives the memory
 * back. Throws where the sender disconnects.
 */
export async function readRequestBody(request: IncomingMessage, memory: BodyMemory): Promise<{ read: BodyRead; release(): void }> {
  const chunks: Buffer[] = []
  let received = 0
  let kept = 0
  let refusal: (() => HttpResponse) | undefined
  const release = () => {
    chunks.length = 0
    memory.held -= kept
    kept = 0
  }
  request.setTimeout(MAX_SILENCE_MS, () => request.destroy())
  const tooSlow = setTimeout(() => request.destroy(), MAX_BODY_MS)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      received += chunk.length
      if (refusal) continue
      if (received > LARGEST_WHOLE) refusal = tooLarge
      else if (memory.held + chunk.length > MAX_BYTES_HELD) refusal = serverFull
      if (refusal) release()
      else {
        chunks.push(chunk)
        kept += chunk.length
        memory.held += chunk.length
      }
    }
  } catch (error) {
    release()
    throw error
  } finally {
    request.setTimeout(0)
    clearTimeout(tooSlow)
  }
  return { read: refusal ? { ok: false, answer: refusal() } : { ok: true, body: Buffer.concat(chunks) }, release }
}
