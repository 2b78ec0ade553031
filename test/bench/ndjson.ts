import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../functions/adapters/file-store.ts'
import { openDataset } from '../../functions/intake/dataset.ts'
import { keyRing } from '../../functions/intake/keys.ts'
import { openReaders } from '../../functions/intake/readers.ts'

/** `node ndjson.ts FILE parse|THREADS`: seconds to parse the lines, or to take them in. The best of some rounds: noise only ever slows. */
const [file = '', way = ''] = process.argv.slice(2)
const ROUNDS = 3
const bytes = readFileSync(file)
const keys = keyRing([new Uint8Array(32)])
const readers = Number(way) > 0 ? openReaders(keys, Number(way)) : undefined
let best = Infinity
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  const dataset = await openDataset('bench', fileStore(folder), keys, undefined, readers)
  const started = performance.now()
  if (way === 'parse') {
    for (const line of bytes.toString('utf8').split('\n')) if (line !== '') JSON.parse(line)
  } else await dataset.receive({ body: bytes, contentType: 'application/x-ndjson' })
  best = Math.min(best, (performance.now() - started) / 1000)
  rmSync(folder, { recursive: true, force: true })
}
console.log(best)
