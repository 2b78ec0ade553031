import { parentPort, workerData } from 'node:worker_threads'
import { keyRing } from '../../pseudonyms/key-ring.ts'
import { rowsOfBytes } from '../parsers/json.ts'
import { type SettledChunk, checkChunk } from './check-chunk.ts'
import type { AnsweredRequest, ThreadRequest, ThreadResponse } from './thread-pool.ts'

/* A thread that checks chunks of NDJSON and holds each until it is settled (see `check-chunk.ts`). */

const keys = keyRing((workerData as { secrets: Uint8Array[] }).secrets)
const pending = new Map<number, (fates: Uint8Array) => SettledChunk>()

const hasUtf8Mark = ([a, b, c]: Uint8Array) => a === 0xef && b === 0xbb && c === 0xbf

/** Handles a request; returns the response and the buffers to transfer with it. */
function handle(request: AnsweredRequest): [ThreadResponse, ArrayBuffer[]] {
  const { id } = request
  if (request.pass === 'settle') {
    const settled = pending.get(id)!(request.fates)
    pending.delete(id)
    return [{ id, settled }, settled.file ? [settled.file.buffer as ArrayBuffer] : []]
  }
  const { bytes, keyId, today, lastDay, findErased, takesReceivedOn } = request
  const rows = () => rowsOfBytes(Buffer.from(bytes.buffer, hasUtf8Mark(bytes) ? 3 : 0))
  const rules = { today, lastDay, takesReceivedOn, pseudonym: keys.pseudonym.bind(keys, keyId) }
  const { settle, ...chunk } = checkChunk(rows, rules, { findErased })
  pending.set(id, settle)
  return [{ id, checked: chunk }, [chunk.valid.buffer as ArrayBuffer, chunk.entries.buffer as ArrayBuffer]]
}

parentPort!.on('message', (request: ThreadRequest) => {
  if (request.pass === 'drop') {
    pending.delete(request.id)
    return
  }
  const [response, transferred] = handle(request)
  parentPort!.postMessage(response, transferred)
})
