import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { type Day, shanghaiDay } from '../domain/calendar.ts'
import { simulate } from '../simulator/simulate.ts'
import { day, wholeNumber } from './argument-parsers.ts'

interface Options {
  events: number
  seed: number
  out: string
  until: Day
}

const EVENTS_PER_WRITE = 2000

async function writeSimulated({ events, seed, out, until }: Options): Promise<void> {
  const file = createWriteStream(out)
  let lines: string[] = []
  for (const event of simulate({ events, seed, until })) {
    lines.push(JSON.stringify(event))
    if (lines.length === EVENTS_PER_WRITE) {
      if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain')
      lines = []
    }
  }
  file.end(lines.length > 0 ? `${lines.join('\n')}\n` : '')
  await finished(file)
  console.log(`wrote ${events} simulated events (seed ${seed}, until ${until}) to ${out}`)
}

export const command = new Command()
  .usage('--events N --seed S --out FILE [--until YYYY-MM-DD]')
  .requiredOption('--events <N>', 'how many events', wholeNumber(1))
  .option('--seed <S>', 'the same seed gives the same events', wholeNumber(Number.MIN_SAFE_INTEGER), 1)
  .requiredOption('--out <FILE>', 'where the NDJSON is written')
  .option('--until <DAY>', 'the last day of the events', day, shanghaiDay(new Date()))
  .addHelpText('after', '\nExamples:\n  npm run simulate -- --events 200000 --seed 7 --out events.ndjson')
  .action(writeSimulated)
