import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { QueryFailed } from '../engines/query-service.ts'
import { releaseOf, planPartitionsFor } from '../http/operations/build-release.ts'
import { EnginesDisagree } from '../build/compare-engines.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run release -- DATASET [--agree trino|athena] [--workers N]`: builds a release and prints its number. */
const USAGE = 'npm run release -- DATASET [--agree trino|athena] [--workers N]'
const { values, positionals } = parseArgs({ allowPositionals: true, options: { agree: { type: 'string' }, workers: { type: 'string' } } })
const { agree } = values
const workers = Number(values.workers ?? 1)
if (!Number.isInteger(workers) || workers < 1 || workers > 64) {
  console.error(`--workers: expected a whole number from 1 to 64, got ${values.workers}\nusage: ${USAGE}`)
  process.exit(2)
}
if (agree !== undefined && agree !== 'trino' && agree !== 'athena') {
  console.error(`--agree: expected trino or athena, got ${agree}\nusage: ${USAGE}`)
  process.exit(2)
}
const { context, name } = await datasetArgument(USAGE, positionals[0])
const started = performance.now()
/** Counts a piece of the whole in each of so many processes at a time, where all must be counted. Gives the commit up to which that is done. */
async function countSideBySide(): Promise<{ upTo?: number }> {
  const shared = workers > 1 ? await planPartitionsFor(context, name, { from: 1, onStep: say }) : undefined
  if (!shared) return {}
  say(`${shared.pieces.length} pieces for ${workers} processes`)
  const shares = Array.from({ length: workers }, (_, worker) => shared.pieces.filter((piece) => piece % workers === worker))
  const script = join(import.meta.dirname, 'count-partitions.ts')
  const ends = shares.map(async (pieces, worker) => {
    if (pieces.length === 0) return
    const child = spawn(process.execPath, [script, name, String(shared.upTo), ...pieces.map(String)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.on('data', (chunk: Buffer) => say(`process ${worker + 1}: ${chunk.toString().trim()}`))
    const [code] = (await once(child, 'exit')) as [number | null]
    // Its pieces are counted by the release itself: nothing is lost but time.
    if (code !== 0) say(`process ${worker + 1} allSettled early`)
  })
  await Promise.all(ends)
  return { upTo: shared.upTo }
}

const say = (text: string) => console.error(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)
try {
  const { manifest, isNew } = await releaseOf(context, name, { onStep: say, ...(agree && { agree }), ...(await countSideBySide()) })
  if (!isNew) say('nothing is new since this release')
  const { agreed } = manifest
  if (agreed) {
    const rows = Object.values(agreed.rows).reduce((sum, one) => sum + one, 0)
    say(`${agreed.engines.join(' and ')} agree on all ${Object.keys(agreed.rows).length} tables, ${rows} rows`)
  }
  console.log(manifest.release)
  process.exit(0)
} catch (error) {
  const isTold =
    error instanceof QueryFailed ||
    error instanceof EnginesDisagree ||
    /^(environment variable|engine|file) /.test((error as Error).message)
  console.error(isTold ? `${(error as Error).message}\nnothing was published: the release before stays` : error)
  process.exit(1)
}
