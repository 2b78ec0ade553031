import { parentPort, workerData } from 'node:worker_threads'
import { type SettledChunk, checkChunk } from './check-chunk.ts'
import { keyRing } from '../pseudonyms.ts'
import { rowsOfBytes } from '../parsers/json.ts'
import type { Answer, Question } from './thread-pool.ts'

/** A thread that checks pieces of NDJSON and keeps each until it is settled. */
const keys = keyRing((workerData as { secrets: Uint8Array[] }).secrets)
const checked = new Map<number, (fates: Uint8Array) => SettledChunk>()

/** Whether bytes begin with the mark of UTF-8. */
const isMarked = ([a, b, c]: Uint8Array) => a === 0xef && b === 0xbb && c === 0xbf

function answer(question: Question): [Answer, ArrayBuffer[]] {
  const { id } = question
  if (question.ask === 'settle') {
    const settled = checked.get(id)!(question.fates)
    checked.delete(id)
    return [{ id, settled }, settled.file ? [settled.file.buffer as ArrayBuffer] : []]
  }
  const { bytes, keyId, today, lastDay, looksForErased } = question
  const rows = () => rowsOfBytes(Buffer.from(bytes.buffer, isMarked(bytes) ? 3 : 0))
  const rules = { today, lastDay, pseudonym: keys.pseudonym.bind(keys, keyId) }
  const { settle, ...piece } = checkChunk(rows, rules, { looksForErased })
  checked.set(id, settle)
  return [{ id, piece }, [piece.passed.buffer as ArrayBuffer, piece.entries.buffer as ArrayBuffer]]
}

parentPort!.on('message', (question: Question) => {
  const [reply, moved] = answer(question)
  parentPort!.postMessage(reply, moved)
})
