import { Worker } from 'node:worker_threads'
import type { Day } from '../../domain/calendar.ts'
import type { Body } from '../parsers/body.ts'
import type { CheckedChunk, SettledChunk } from './check-chunk.ts'
import type { KeyRing } from '../pseudonyms.ts'
import { UnreadableBody } from '../parsers/row.ts'
import type { PieceAtWork } from './classify.ts'
import { LONGEST_LINE } from '../parsers/encoding.ts'

/** What a thread is asked: to check a piece of NDJSON, or to settle the one that it checked under this number. */
export type Question = { id: number } & (
  | { ask: 'check'; bytes: Uint8Array; keyId: string; today: Day; lastDay: Day; looksForErased: boolean }
  | { ask: 'settle'; fates: Uint8Array }
)

/** What it answers. */
export type Answer = { id: number } & ({ piece: CheckedChunk } | { settled: SettledChunk })

/** How a body is read: under which key, by the rules of which day. */
export interface ReadUnder {
  keyId: string
  today: Day
  lastDay: Day
  looksForErased: boolean
}

/** Threads that check NDJSON beside this one, a piece each. */
export interface CheckThreadPool {
  /** The pieces of a body of NDJSON in UTF-8, in their order. */
  check(body: Body, under: ReadUnder): AsyncIterable<PieceAtWork>
}

/** A body is cut at the end of the line that goes past this many bytes; where, depends on the body alone. */
const PIECE_BYTES = 2 * 1024 * 1024

/** Pieces that are at work at once for each thread: the next one lies ready when a thread is done with one. */
const PIECES_A_THREAD = 3

/** Young objects live as long as their piece: with less room for them they would be copied about. */
const YOUNG_MEGABYTES = 64

/** A body smaller than this is read before two threads have begun. */
export const WORTH_THREADS = 4 * PIECE_BYTES

/** Cuts a body at line ends. Throws UnreadableBody for a line that does not end. */
async function* piecesOf(body: Body): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of body.chunks()) {
    const end = size + chunk.length >= PIECE_BYTES ? chunk.lastIndexOf(0x0a) + 1 : 0
    if (end > 0) {
      yield Buffer.concat([...held, chunk.subarray(0, end)])
      held = []
      size = 0
    }
    const rest = chunk.subarray(end)
    held.push(rest)
    size += rest.length
    if (size > PIECE_BYTES + LONGEST_LINE) {
      throw new UnreadableBody(400, '有一行超过 16 MiB，不是逐行的事件', 'a line is over 16 MiB: these are no events, one a line')
    }
  }
  if (size > 0) yield Buffer.concat(held)
}

/** A thread with the questions that it has not answered. */
class Reader {
  readonly #worker: Worker
  readonly #waiting = new Map<string, { resolve(answer: Answer): void; reject(error: Error): void }>()

  constructor(keys: KeyRing) {
    this.#worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
      workerData: { secrets: keys.secrets() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => {
      const place = `${answer.id} ${'settled' in answer ? 'settle' : 'check'}`
      this.#waiting.get(place)?.resolve(answer)
      this.#waiting.delete(place)
      if (this.#waiting.size === 0) this.#worker.unref()
    })
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
  }

  ask(question: Question): Promise<Answer> {
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      this.#waiting.set(`${question.id} ${question.ask}`, { resolve, reject })
      const moved = question.ask === 'check' ? question.bytes : question.fates
      this.#worker.postMessage(question, [moved.buffer as ArrayBuffer])
    })
  }
}

/** Readers for as many threads, which begin with the first body. */
export function openCheckThreadPool(keys: KeyRing, threads: number): CheckThreadPool {
  let readers: Reader[] = []
  let numbers = 0

  async function checked(reader: Reader, bytes: Uint8Array, under: ReadUnder): Promise<PieceAtWork> {
    const id = ++numbers
    const answer = await reader.ask({ id, ask: 'check', bytes: Uint8Array.from(bytes), ...under })
    return {
      ...(answer as { piece: CheckedChunk }).piece,
      settle: async (fates) => ((await reader.ask({ id, ask: 'settle', fates })) as { settled: SettledChunk }).settled,
    }
  }

  return {
    async *check(body, under) {
      if (readers.length === 0) readers = Array.from({ length: threads }, () => new Reader(keys))
      const atWork: Promise<PieceAtWork>[] = []
      let turn = 0
      for await (const bytes of piecesOf(body)) {
        const piece = checked(readers[turn++ % threads]!, bytes, under)
        piece.catch(() => undefined)
        atWork.push(piece)
        if (atWork.length >= PIECES_A_THREAD * threads) yield await atWork.shift()!
      }
      for (const piece of atWork) yield await piece
    },
  }
}
