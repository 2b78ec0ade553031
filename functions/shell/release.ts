import { parseArgs } from 'node:util'
import { QueryFailed } from '../adapters/query-service.ts'
import { releaseOf } from '../api/refresh.ts'
import { EnginesDisagree } from '../release/agree.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run release -- DATASET [--agree trino|athena]`: builds a release and prints its number. */
const USAGE = 'npm run release -- DATASET [--agree trino|athena]'
const { values, positionals } = parseArgs({ allowPositionals: true, options: { agree: { type: 'string' } } })
const { agree } = values
if (agree !== undefined && agree !== 'trino' && agree !== 'athena') {
  console.error(`--agree: expected trino or athena, got ${agree}\nusage: ${USAGE}`)
  process.exit(2)
}
const { house, name } = await datasetArgument(USAGE, positionals[0])
const started = performance.now()
const say = (text: string) => console.error(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)
try {
  const { manifest, isNew } = await releaseOf(house, name, { onStep: say, ...(agree && { agree }) })
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
