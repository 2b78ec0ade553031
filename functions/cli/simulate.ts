import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { isDay, shanghaiDay } from '../domain/calendar.ts'
import { simulate } from '../simulator/simulate.ts'

/** `npm run simulate -- --events N --seed S --out FILE [--until YYYY-MM-DD]`: writes simulated events as NDJSON. */
const { values } = parseArgs({
  options: { events: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' }, until: { type: 'string' } },
})
const events = Number(values.events)
const seed = Number(values.seed ?? 1)
const until = values.until ?? shanghaiDay(new Date())
if (!Number.isInteger(events) || events < 1 || !Number.isInteger(seed) || !values.out || !isDay(until)) {
  console.error('usage: npm run simulate -- --events N --seed S --out FILE [--until YYYY-MM-DD]')
  process.exit(2)
}
const file = createWriteStream(values.out)
let chunk: string[] = []
for (const event of simulate({ events, seed, until })) {
  chunk.push(JSON.stringify(event))
  if (chunk.length === 2000) {
    if (!file.write(`${chunk.join('\n')}\n`)) await once(file, 'drain')
    chunk = []
  }
}
file.end(chunk.length > 0 ? `${chunk.join('\n')}\n` : '')
await finished(file)
console.log(`wrote ${events} simulated events (seed ${seed}, until ${until}) to ${values.out}`)
