import { gzipSync } from 'node:zlib'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { line } from './line.ts'
import { benchReleases } from './release.ts'
import { benchValues } from './values.ts'
import { benchHttp, benchLog, benchNdjson, benchTables } from './intake.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { openCube } from '../../functions/reporting/cube.ts'
import { pageDocument } from '../../functions/reporting/pages/pages.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { simulate } from '../../functions/simulator/simulate.ts'

/**
 * `npm run bench`: one JSON line a benchmark. Machines are noisy, so what counts is the ratio to a reference that ran in the same
 * process over the same bytes.
 */
const N = 200_000
const limits = { memory: '1000MB', threads: 2 }
const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
const store = fileStore(folder)
const lines = [...simulate({ events: N, seed: 1, until: '2026-11-24' })].map((event) => JSON.stringify(event))
const bodies = Array.from({ length: 4 }, (_, n) => lines.slice((n * N) / 4, ((n + 1) * N) / 4).join('\n'))

benchNdjson(line)
const dataset = await openDataset('bench', store, keyRing([new Uint8Array(32)]))
for (const body of bodies) await dataset.ingest({ body: Buffer.from(body), contentType: 'application/x-ndjson' })

const built = await buildRelease('bench', store, { limits, now: () => new Date() })
const cube = await openCube(store, built.manifest)
const site = buildSite(() => undefined)
const html = readFileSync(join(site, 'index.html'), 'utf8')
const scripts = [...html.matchAll(/(?:href|from|import\()\s*=?\s*"?'?(\/_app\/[^"')]+)/g)].map((match) => match[1]!)
const bytes = [html, ...new Set(scripts)].map((one) => gzipSync(one.startsWith('/_app') ? readFileSync(join(site, one)) : one).length)
line('first_view_shell', bytes.length, bytes.reduce((sum, one) => sum + one, 0) / 1024, 'KiB gzip')
line('first_view_document', 1, gzipSync(JSON.stringify(await pageDocument(cube, 'overview'))).length / 1024, 'KiB gzip')
rmSync(folder, { recursive: true, force: true })
await benchLog(line)
await benchHttp(line)
await benchTables(line)
for (const events of [5_000_000, 20_000_000]) {
  const made = benchReleases(line, events)
  if (events === 5_000_000) await benchValues(line, made, events)
  rmSync(made, { recursive: true, force: true })
}
process.exit(0)
