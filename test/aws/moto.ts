import { type ChildProcess, spawn } from 'node:child_process'
import { freePort } from '../free-port.ts'

/**
 * An independent AWS on this machine: `moto_server`, from the PyPI package moto[server]. Sets the AWS variables of this
 * process to it.
 */
export async function startMoto(): Promise<{ endpoint: string; stop(): void }> {
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const failed = new Promise<never>((_, reject) =>
    child.once('error', () => reject(new Error('moto_server does not start: install it with pip install "moto[server]"'))),
  )
  const ready = async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      try {
        if ((await fetch(`${endpoint}/moto-api/`)).ok) return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    throw new Error('moto_server does not answer')
  }
  await Promise.race([ready(), failed])
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
  })
  return { endpoint, stop: () => void child.kill() }
}
