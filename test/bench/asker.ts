import { Agent, request } from 'node:http'

/**
 * Asks a benchmark's server, several connections at a time: `asker.ts PORT`. Prints answers a second and the 99th percentile of the wait in ms; and
 * answers a second where there is nothing to answer, which is what HTTP itself costs.
 */
const port = Number(process.argv[2])
const CONNECTIONS = 8
const SECONDS = 5
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

function ask(path: string, expected: number): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => (response.statusCode === expected ? resolve(body) : reject(new Error(`${response.statusCode}: ${body}`))))
    })
      .on('error', reject)
      .end()
  })
}

async function load(path: string, expected: number): Promise<{ perSecond: number; p99: number }> {
  const waits: number[] = []
  const until = performance.now() + SECONDS * 1000
  const client = async () => {
    while (performance.now() < until) {
      const started = performance.now()
      await ask(path, expected)
      waits.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  waits.sort((a, b) => a - b)
  return { perSecond: waits.length / SECONDS, p99: waits[Math.floor(waits.length * 0.99)]! }
}

const { release, values } = JSON.parse(await ask('/api/v1/bench/values?metric=workers_served&level=province', 200)) as {
  release: string
  values: { value: number }[]
}
if (values.length !== 35 || !values.some(({ value }) => value > 0)) throw new Error(`expected 35 provinces, got ${values.length}`)
const path = `/api/v1/bench/values?metric=workers_served&level=province&release=${release}`
await load(path, 200)
const { perSecond, p99 } = await load(path, 200)
const bare = await load('/api/v1/bench/nothing', 404)
console.log(JSON.stringify({ answers: perSecond, bare: bare.perSecond, p99 }))
process.exit(0)
