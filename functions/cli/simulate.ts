import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { type Day, shanghaiDay } from '../domain/calendar.ts'
import { scaleOf } from '../simulator/event-stream.ts'
import { simulate } from '../simulator/simulate.ts'
import { day, wholeNumber } from './argument-parsers.ts'

interface Options {
  events: number
  seed: number
  out: string
  until: Day
  arrivals: boolean
}

const EVENTS_PER_WRITE = 2000

async function writeSimulated({ events, seed, out, until, arrivals }: Options): Promise<void> {
  const file = createWriteStream(out)
  let lines: string[] = []
  for (const event of simulate({ events, seed, until, statesArrivals: arrivals })) {
    lines.push(JSON.stringify(event))
    if (lines.length === EVENTS_PER_WRITE) {
      if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain')
      lines = []
    }
  }
  file.end(lines.length > 0 ? `${lines.join('\n')}\n` : '')
  await finished(file)
  console.log(`wrote ${events} simulated events (seed ${seed}, until ${until}) to ${out}`)
  console.log(`one event person stands for ${scaleOf(events)} people: ingest it with --simulated --scale ${scaleOf(events)}`)
}

export const command = new Command()
  .usage('--events N --seed S --out FILE [--until YYYY-MM-DD] [--arrivals]')
  .requiredOption('--events <N>', 'how many events', wholeNumber(1))
  .option('--seed <S>', 'the same seed gives the same events', wholeNumber(Number.MIN_SAFE_INTEGER), 1)
  .requiredOption('--out <FILE>', 'where the NDJSON is written')
  .option('--until <DAY>', 'the last day of the events', day, shanghaiDay(new Date()))
  .option('--arrivals', 'each event says on which day it arrived (received_on), which only a simulated dataset takes', false)
  .addHelpText('after', '\nExamples:\n  npm run simulate -- --events 200000 --seed 7 --out events.ndjson')
  .action(writeSimulated)
