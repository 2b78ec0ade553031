import { mkdtempSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `npm test [-- FILTER...]`: runs the suites and closes with the plain line that CI reads. `--aws` and `--engines` run those suites
 * instead, `--night` the long simulation, `--histories` the long comparison of releases.
 */
const ROOT = join(import.meta.dirname, '..')
const apart = ['aws', 'engines'].find((suite) => process.argv.includes(`--${suite}`))
/** The long runs: the suite, and how much of it. */
const LONG = {
  '--night': { suite: 'test/event-log/simulation', environment: { SEEDS: '10000' } },
  '--histories': { suite: 'test/build/incremental', environment: { HISTORIES: '2000' } },
}
const [, long] = Object.entries(LONG).find(([flag]) => process.argv.includes(flag)) ?? []
const filters = long ? [long.suite] : process.argv.slice(2).filter((argument) => argument !== `--${apart}`)
const report = join(mkdtempSync(join(tmpdir(), 'tonglu-test-')), 'report.json')

const config = apart ? `test/${apart}/vitest.config.ts` : 'test/vitest.config.ts'
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ],
  { cwd: ROOT, stdio: 'inherit', env: { ...long?.environment, ...process.env } },
)
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<
  string,
  number
>
// A suite that does not load has no tests to count; it is a failure all the same.
const failed = Math.max(numFailedTests!, status === 0 ? 0 : 1, numFailedTestSuites! > 0 ? 1 : 0)
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests! > 0 ? `, ${numPendingTests} skipped` : ''}`)
process.exit(failed > 0 ? 1 : 0)
