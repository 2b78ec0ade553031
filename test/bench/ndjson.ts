import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { openCheckThreadPool } from '../../functions/ingest/check/thread-pool.ts'

/** `node ndjson.ts FILE parse|THREADS`: seconds to parse the lines, or to take them in. The best of some rounds: noise only ever slows. */
const [file = '', way = ''] = process.argv.slice(2)
const ROUNDS = 3
const bytes = readFileSync(file)
const keys = keyRing([new Uint8Array(32)])
const readers = Number(way) > 0 ? openCheckThreadPool(keys, Number(way)) : undefined
let best = Infinity
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  const dataset = await openDataset('bench', fileStore(folder), keys, undefined, readers)
  const started = performance.now()
  if (way === 'parse') {
    for (const line of bytes.toString('utf8').split('\n')) if (line !== '') JSON.parse(line)
  } else await dataset.ingest({ body: bytes, contentType: 'application/x-ndjson' })
  best = Math.min(best, (performance.now() - started) / 1000)
  rmSync(folder, { recursive: true, force: true })
}
console.log(best)
