// The entry of every command, in plain JavaScript so that any Node can read it: the commands themselves are TypeScript, which Node 24 runs as it is.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const folder = dirname(fileURLToPath(import.meta.url))
const program = join(folder, 'tonglu.ts')
const bundled = join(folder, '../../node_modules/node/bin/node')

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  // Starts in about half the time: the TypeScript of the commands is stripped and compiled once.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  await import(program)
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [...process.execArgv, program, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal)
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
} else {
  console.error(`tonglu needs Node ${NEEDED} or later, this is ${process.version}; npm ci installs one in node_modules/node`)
  process.exit(2)
}
