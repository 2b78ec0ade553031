import { mkdtempSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/**
 * `npm test [-- FILTER...]`: runs the suites, prints the slowest files and what failed, and ends with the plain line that CI reads. `--quick` runs only the
 * tests that need no store, engine or browser. `--aws` and `--engines` run those suites instead, `--night` the long simulation,
 * `--histories` the long comparison of releases.
 */
const ROOT = join(import.meta.dirname, '..')
const SLOWEST = 10
const QUICK = '--quick'

/** The suites with a configuration of their own. */
const apart = ['aws', 'engines'].find((suite) => process.argv.includes(`--${suite}`))
/** The long runs: the suite, and how much of it. */
const LONG = {
  '--night': { suite: 'test/event-log/simulation', environment: { SEEDS: '10000' } },
  '--histories': { suite: 'test/build/incremental', environment: { HISTORIES: '2000' } },
}
const [, long] = Object.entries(LONG).find(([flag]) => process.argv.includes(flag)) ?? []
const filters = long ? [long.suite] : process.argv.slice(2).filter((argument) => argument !== `--${apart}` && argument !== QUICK)
const report = join(mkdtempSync(join(tmpdir(), 'tonglu-test-')), 'report.json')

const config = apart ? `test/${apart}/vitest.config.ts` : 'test/vitest.config.ts'
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    config,
    ...(process.argv.includes(QUICK) ? ['--project', 'quick'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ],
  { cwd: ROOT, stdio: 'inherit', env: { ...long?.environment, ...process.env } },
)

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
  testResults: {
    name: string
    startTime: number
    endTime: number
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } = JSON.parse(
  readFileSync(report, 'utf8'),
) as Report

/** The first lines of an error without those of the test runner: what was expected, and where. */
const shortened = (message: string) =>
  message
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .slice(0, 12)
    .join('\n')
const seconds = (file: Report['testResults'][number]) => (file.endTime - file.startTime) / 1000
const slowest = testResults.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, SLOWEST)
console.log('slowest files:')
for (const file of slowest) console.log(`${seconds(file).toFixed(1).padStart(7)} s  ${relative(ROOT, file.name)}`)

// Once more what failed, below all else: a CI that keeps only the end of a long log keeps this.
for (const { name, status: outcome, message, assertionResults } of testResults) {
  const fallen = assertionResults.filter((test) => test.status === 'failed')
  for (const test of fallen) console.log(`FAILED: ${relative(ROOT, name)}: ${test.fullName}\n${shortened(test.failureMessages[0] ?? '')}`)
  if (outcome === 'failed' && fallen.length === 0) console.log(`FAILED: ${relative(ROOT, name)}\n${shortened(message)}`)
}

// A suite that does not load has no tests to count; it is a failure all the same.
const failed = Math.max(numFailedTests, status === 0 ? 0 : 1, numFailedTestSuites > 0 ? 1 : 0)
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`)
process.exit(failed > 0 ? 1 : 0)
