import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'

const VERSION = '476'

/** A running Trino with one catalog in memory. */
export interface Trino {
  /** Runs a statement to its end and gives its rows, each as an object by column name. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  stop(): void
}

/** A Java that Trino runs on (24 or later): TRINO_JAVA_HOME, else the newest under /usr/lib/jvm. */
function javaHome(): string {
  if (process.env.TRINO_JAVA_HOME) return process.env.TRINO_JAVA_HOME
  const version = (name: string) => Number(/(?:^|-)(\d+)(?:-|$)/.exec(name)?.[1] ?? 0)
  const found = (existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm') : [])
    .filter((name) => version(name) >= 24)
    .sort((a, b) => version(b) - version(a))[0]
  if (!found) throw new Error('environment variable TRINO_JAVA_HOME is not set, and /usr/lib/jvm has no Java 24 or later')
  return join('/usr/lib/jvm', found)
}

/** Unpacks the server from Maven Central, once for all runs on this machine. */
function serverFolder(): string {
  const cache = join(tmpdir(), `trino-server-${VERSION}`)
  const folder = join(cache, `trino-server-${VERSION}`)
  if (existsSync(join(folder, 'bin/launcher'))) return folder
  const artefact = `io.trino:trino-server:${VERSION}:tar.gz`
  const archive = join(homedir(), `.m2/repository/io/trino/trino-server/${VERSION}/trino-server-${VERSION}.tar.gz`)
  mkdirSync(cache, { recursive: true })
  for (const [command, ...parameters] of [
    ['mvn', '-q', 'dependency:get', `-Dartifact=${artefact}`, '-Dtransitive=false'],
    ['tar', 'xzf', archive, '-C', cache],
  ] as [string, ...string[]][]) {
    const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}: ${stderr}`)
  }
  return folder
}

function configure(port: number): string {
  const etc = mkdtempSync(join(tmpdir(), 'trino-etc-'))
  mkdirSync(join(etc, 'catalog'))
  const files = {
    'node.properties': `node.environment=test\nnode.id=one\nnode.data-dir=${join(etc, 'data')}\n`,
    'jvm.config': '-server\n-Xmx3G\n--add-modules=jdk.incubator.vector\n',
    'config.properties': `coordinator=true\nnode-scheduler.include-coordinator=true\nhttp-server.http.port=${port}\ndiscovery.uri=http://127.0.0.1:${port}\n`,
    'catalog/memory.properties': 'connector.name=memory\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), text)
  return etc
}

interface Page {
  nextUri?: string
  columns?: { name: string }[]
  data?: unknown[][]
  error?: { message: string }
  stats: { state: string }
}

/** Starts a real Trino on this machine. */
export async function startTrino(): Promise<Trino> {
  const folder = serverFolder()
  const port = await freePort()
  const etc = configure(port)
  const java = javaHome()
  const child: ChildProcess = spawn(join(folder, 'bin/launcher'), ['run', '--etc-dir', etc], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, JAVA_HOME: java, PATH: `${join(java, 'bin')}:${process.env.PATH}` },
  })
  const base = `http://127.0.0.1:${port}`
  const stop = () => {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  }
  for (let attempt = 0; ; attempt++) {
    const info = await fetch(`${base}/v1/info`).then(
      (one) => one.json() as Promise<{ starting: boolean }>,
      () => undefined,
    )
    if (info && !info.starting) break
    if (attempt === 240) {
      stop()
      throw new Error('Trino does not start within two minutes')
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': 'memory', 'X-Trino-Schema': 'default' }
  return {
    stop,
    async rows(sql) {
      let page = (await (await fetch(`${base}/v1/statement`, { method: 'POST', headers, body: sql })).json()) as Page
      const rows: Record<string, unknown>[] = []
      for (;;) {
        if (page.error) throw new Error(`${page.error.message}\n${sql.slice(0, 300)}`)
        for (const row of page.data ?? []) rows.push(Object.fromEntries(page.columns!.map((column, index) => [column.name, row[index]])))
        if (!page.nextUri) return rows
        page = (await (await fetch(page.nextUri, { headers })).json()) as Page
      }
    },
  }
}
