import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run check`: types, lint and format of the whole tree, side by side. Caches are in `.build/check`. */
const ROOT = join(import.meta.dirname, '..')
const CACHE = '.build/check'
const DASHBOARD = join(ROOT, 'dashboard')

interface Step {
  readonly name: string
  /** Programs of npm packages with their parameters, one after the other. */
  readonly commands: readonly (readonly string[])[]
  readonly cwd?: string
}

const STEPS: readonly Step[] = [
  { name: 'lint', commands: [['eslint', '--cache', '--cache-location', `${CACHE}/eslint`, '--cache-strategy', 'content', '.']] },
  // The native compiler. ESLint and svelte-check need the interface of version 6, and both have a program `tsc`, so its place is named.
  { name: 'types', commands: [['../typescript-7/bin/tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.json`]] },
  {
    name: 'types of the pages',
    commands: [
      ['svelte-kit', 'sync'],
      ['svelte-check', '--tsconfig', 'tsconfig.json', '--output', 'human', '--incremental'],
    ],
    cwd: DASHBOARD,
  },
  {
    name: 'format',
    commands: [['prettier', '--check', '--log-level', 'warn', '--cache', '--cache-location', `${CACHE}/prettier`, '.']],
  },
]

/** Runs a program and returns its exit code and everything that it printed. */
function run([program, ...parameters]: readonly string[], cwd: string): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(join(ROOT, 'node_modules/.bin', program!), parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('close', (status) => resolve({ status: status ?? 1, output }))
  })
}

async function runStep({ name, commands, cwd = ROOT }: Step): Promise<boolean> {
  const started = performance.now()
  for (const command of commands) {
    const { status, output } = await run(command, cwd)
    if (status !== 0) {
      console.log(`${output.trim()}\nFAILED: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
      return false
    }
    // Warnings do not fail the step, but they are printed.
    if (name === 'lint' && output.trim() !== '') console.log(output.trim())
  }
  console.log(`passed: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  return true
}

mkdirSync(join(ROOT, CACHE), { recursive: true })
const results = await Promise.all(STEPS.map(runStep))
const failed = results.filter((isPassed) => !isPassed).length
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
