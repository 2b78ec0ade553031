import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'

const VERSION = '476'

/** A running Trino whose catalog `hive` reads an AWS on this machine. */
export interface TrinoServer {
  url: string
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

/** Where the files and the catalogue are. */
export interface Endpoints {
  s3: string
  glue: string
}

function configure(port: number, { s3, glue }: Endpoints): string {
  const etc = mkdtempSync(join(tmpdir(), 'trino-etc-'))
  mkdirSync(join(etc, 'catalog'))
  const files = {
    'node.properties': `node.environment=test\nnode.id=one\nnode.data-dir=${join(etc, 'data')}\n`,
    // Statements run once, so most of the time went into compiling the planner: the first compiler alone halves it.
    'jvm.config': '-server\n-Xmx3G\n-XX:TieredStopAtLevel=1\n-XX:+UseSerialGC\n--add-modules=jdk.incubator.vector\n',
    // Tables are small here, and to weigh orders of joins takes longer than any order.
    'config.properties': `coordinator=true\noptimizer.join-reordering-strategy=ELIMINATE_CROSS_JOINS\nnode-scheduler.include-coordinator=true\nhttp-server.http.port=${port}\ndiscovery.uri=http://127.0.0.1:${port}\n`,
    'catalog/hive.properties': [
      'connector.name=hive',
      'hive.metastore=glue',
      'hive.metastore.glue.region=us-east-1',
      `hive.metastore.glue.endpoint-url=${glue}`,
      'hive.metastore.glue.aws-access-key=test',
      'hive.metastore.glue.aws-secret-key=test',
      // What releases make stands in the store, under names of theirs.
      'hive.non-managed-table-writes-enabled=true',
      'fs.native-s3.enabled=true',
      `s3.endpoint=${s3}`,
      's3.region=us-east-1',
      's3.path-style-access=true',
      's3.aws-access-key=test',
      's3.aws-secret-key=test',
    ].join('\n'),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), text)
  return etc
}

/** Starts a real Trino on this machine, which finds tables and files at endpoints of AWS. */
export async function startTrino(endpoints: Endpoints): Promise<TrinoServer> {
  const folder = serverFolder()
  const port = await freePort()
  const etc = configure(port, endpoints)
  const java = javaHome()
  const child: ChildProcess = spawn(join(folder, 'bin/launcher'), ['run', '--etc-dir', etc], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, JAVA_HOME: java, PATH: `${join(java, 'bin')}:${process.env.PATH}` },
  })
  const url = `http://127.0.0.1:${port}`
  const stop = () => {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  }
  for (let attempt = 0; ; attempt++) {
    const info = await fetch(`${url}/v1/info`).then(
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
  return { url, stop }
}
