import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Line } from './line.ts'

/** `GET /values` for the nation by province, of the release in a benchmark's folder: the server in one process, who asks in another. */
export async function benchValues(line: Line, folder: string, events: number): Promise<void> {
  const server = fork(join(import.meta.dirname, 'server.ts'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [port] = (await once(server, 'message')) as [number]
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'asker.ts'), String(port)], {
    encoding: 'utf8',
  })
  server.kill()
  await once(server, 'exit')
  if (status !== 0) throw new Error(`values: ${stderr}`)
  const { answers, bare, p99 } = JSON.parse(stdout) as { answers: number; bare: number; p99: number }
  line('values_by_province', events, answers, 'answers/s', 'an answer without values', answers / bare)
  line('values_by_province_p99', events, p99, 'ms')
}
