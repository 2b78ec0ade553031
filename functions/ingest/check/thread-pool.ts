import { Worker } from 'node:worker_threads'
import type { Day } from '../../domain/calendar.ts'
import type { KeyRing } from '../../pseudonyms/key-ring.ts'
import type { Body } from '../parsers/body.ts'
import { LONGEST_LINE } from '../parsers/encoding.ts'
import { UnreadableBody } from '../parsers/row.ts'
import type { CheckedChunk, SettledChunk } from './check-chunk.ts'
import type { PendingChunk } from './classify-rows.ts'

/** How a body is checked: the key of its pseudonyms, the days that are allowed, and whether events of erased persons must be found. */
export interface CheckOptions {
  keyId: string
  today: Day
  lastDay: Day
  findErased: boolean
  takesReceivedOn: boolean
}

/** A request to a thread: to check a chunk of NDJSON (pass 1), to settle the chunk that it checked under this id (pass 2), or to forget it. */
export type ThreadRequest = { id: number } & (
  ({ pass: 'check'; bytes: Uint8Array } & CheckOptions) | { pass: 'settle'; fates: Uint8Array } | { pass: 'drop' }
)

export type ThreadResponse = { id: number } & ({ checked: CheckedChunk } | { settled: SettledChunk })

/** Threads that check NDJSON, one chunk each at a time. */
export interface CheckThreadPool {
  /** Checks a body of NDJSON in UTF-8; the chunks come in the order of the body. */
  check(body: Body, options: CheckOptions): AsyncIterable<PendingChunk>
}

/** A chunk ends with the line that goes past this many bytes, so that the chunks depend on the body alone. */
const CHUNK_BYTES = 2 * 1024 * 1024

/** It has no more lines than this: rejected rows take far more room than their bytes, and a line may have two. */
const CHUNK_LINES = 20_000

/** Chunks in progress for each thread, so that the next one is ready when a thread has finished one. */
const CHUNKS_PER_THREAD = 3

/** The young generation must hold the objects of a chunk: with less room they would be copied while they are still in use. */
const YOUNG_MEGABYTES = 64

/** A smaller body is checked before two threads have started. */
export const MIN_BYTES_FOR_THREADS = 4 * CHUNK_BYTES

/** Cuts a body into chunks at line ends. Throws UnreadableBody for a line that is too long. */
async function* chunksOf(body: Body): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunksBySize(body)) yield* chunksByLines(chunk)
}

/** Cuts bytes that begin and end with a line after every so many lines. */
function* chunksByLines(bytes: Uint8Array): Generator<Uint8Array> {
  let [from, lines] = [0, 0]
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (++lines < CHUNK_LINES) continue
    yield bytes.subarray(from, at + 1)
    ;[from, lines] = [at + 1, 0]
  }
  if (from < bytes.length) yield bytes.subarray(from)
}

async function* chunksBySize(body: Body): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const read of body.chunks()) {
    const end = size + read.length >= CHUNK_BYTES ? read.lastIndexOf(0x0a) + 1 : 0
    if (end > 0) {
      yield Buffer.concat([...parts, read.subarray(0, end)])
      parts = []
      size = 0
    }
    const rest = read.subarray(end)
    parts.push(rest)
    size += rest.length
    if (size > CHUNK_BYTES + LONGEST_LINE) {
      throw new UnreadableBody(400, '有一行超过 16 MiB，不是逐行的事件', 'a line is over 16 MiB: expected one event per line')
    }
  }
  if (size > 0) yield Buffer.concat(parts)
}

/** A request that a thread answers. */
export type AnsweredRequest = Exclude<ThreadRequest, { pass: 'drop' }>

const passOf = (response: ThreadResponse) => ('settled' in response ? 'settle' : 'check')

/** A thread, with the requests that it has not answered yet. */
class CheckThread {
  readonly #worker: Worker
  readonly #waiting = new Map<string, { resolve(response: ThreadResponse): void; reject(error: Error): void }>()

  constructor(keys: KeyRing) {
    this.#worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
      workerData: { secrets: keys.secrets() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    })
    this.#worker.unref()
    this.#worker.on('message', (response: ThreadResponse) => {
      const request = `${response.id} ${passOf(response)}`
      this.#waiting.get(request)?.resolve(response)
      this.#waiting.delete(request)
      if (this.#waiting.size === 0) this.#worker.unref()
    })
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
  }

  async check(id: number, bytes: Uint8Array, options: CheckOptions): Promise<CheckedChunk> {
    const response = await this.#send({ id, pass: 'check', bytes, ...options }, bytes)
    return (response as { checked: CheckedChunk }).checked
  }

  async settle(id: number, fates: Uint8Array): Promise<SettledChunk> {
    const response = await this.#send({ id, pass: 'settle', fates }, fates)
    return (response as { settled: SettledChunk }).settled
  }

  /** Forgets a chunk that nobody settles. */
  drop(id: number): void {
    this.#worker.postMessage({ id, pass: 'drop' } satisfies ThreadRequest)
  }

  /** Sends a request; the buffer of `moved` is transferred and cannot be used here any more. */
  #send(request: AnsweredRequest, moved: Uint8Array): Promise<ThreadResponse> {
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      this.#waiting.set(`${request.id} ${request.pass}`, { resolve, reject })
      this.#worker.postMessage(request, [moved.buffer as ArrayBuffer])
    })
  }
}

/** Opens a pool of threads. They start with the first body. */
export function openCheckThreadPool(keys: KeyRing, threads: number): CheckThreadPool {
  let pool: CheckThread[] = []
  let lastId = 0

  /** Checks a chunk on a thread; in `open` until it is settled. */
  async function checkOn(
    thread: CheckThread,
    bytes: Uint8Array,
    options: CheckOptions,
    open: Map<number, CheckThread>,
  ): Promise<PendingChunk> {
    const id = ++lastId
    open.set(id, thread)
    const checked = await thread.check(id, Uint8Array.from(bytes), options)
    return { ...checked, settle: (fates) => (open.delete(id), thread.settle(id, fates)) }
  }

  return {
    async *check(body, options) {
      if (pool.length === 0) pool = Array.from({ length: threads }, () => new CheckThread(keys))
      const inProgress: Promise<PendingChunk>[] = []
      const open = new Map<number, CheckThread>()
      let next = 0
      try {
        for await (const bytes of chunksOf(body)) {
          const chunk = checkOn(pool[next++ % threads]!, bytes, options, open)
          chunk.catch(() => undefined)
          inProgress.push(chunk)
          if (inProgress.length >= CHUNKS_PER_THREAD * threads) yield await inProgress.shift()!
        }
        for (const chunk of inProgress) yield await chunk
      } finally {
        // An upload that breaks off, or has too many rows, leaves chunks that nobody settles.
        for (const [id, thread] of open) thread.drop(id)
      }
    },
  }
}
