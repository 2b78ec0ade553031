import { Command, InvalidArgumentError, Option } from 'commander'
import { sectors } from '../catalogue/catalogue.ts'
import { findRegion } from '../catalogue/regions.ts'
import { type Day, monthNumber } from '../domain/calendar.ts'
import { explain } from '../explain/explain.ts'
import { explainedLines, isExplained } from '../explain/explanation-text.ts'
import { datasetStore } from '../http/datasets.ts'
import { currentManifest, readManifest } from '../release-format/open.ts'
import { asOfMonth } from '../reporting/as-of.ts'
import type { Span } from '../reporting/cube.ts'
import { day, wholeNumber } from './argument-parsers.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

interface Options {
  asOf?: Day
  sector: string
  window: Span
  basis: string
  release?: string
  limit: number
}

function regionCode(text: string): string {
  if (!/^(\d{6}|\d{9})$/.test(text) || !findRegion(text))
    throw new InvalidArgumentError('expected a region of 6 digits, or of 9 for a township; 000000 is the nation')
  return text
}

async function explainValue(name: string, metric: string, region: string, options: Options): Promise<number> {
  const { asOf, sector, window: span, basis: part, release: number, limit } = options
  const context = await openContextFor(name)
  const store = datasetStore(context.store, name)
  const release = number === undefined ? await currentManifest(store) : await readManifest(store, number)
  if (!release) {
    console.error(`dataset ${name} has no release${number === undefined ? ' yet: npm run release' : ` ${number}`}`)
    return 1
  }
  const month = asOf === undefined ? asOfMonth(release) : monthNumber(asOf)
  const explained = await explain({ store, limits: context.limits, limit }, release, { metric, region, sector, span, month, part })
  for (const line of explainedLines(explained)) console.log(line)
  return isExplained(explained.explanation) ? 0 : 1
}

export const command = new Command()
  .usage('DATASET METRIC REGION [--as-of DAY] [--sector SECTOR]')
  .argument('<DATASET>', 'the dataset')
  .argument('<METRIC>', 'a counted metric of queries/catalogue/metrics.json')
  .argument('<REGION>', 'a region of 6 digits, or of 9 for a township; 000000 is the nation', regionCode)
  .option('--as-of <DAY>', 'the value at the end of the month of this day; by default that of the latest event', day)
  .addOption(new Option('--sector <SECTOR>', 'a sector').choices(['all', ...sectors]).default('all'))
  .addOption(new Option('--window <WINDOW>', 'what a flow is counted over').choices(['all', 'year', 'month']).default('all'))
  .option('--basis <BASIS>', 'basis of the workforce: registered, surveyed, estimated or published', '')
  .option('--release <NUMBER>', 'another release than the current one')
  .option('--limit <N>', 'how many events are listed', wholeNumber(1, 10_000), 20)
  .addHelpText(
    'after',
    `
Ends with 0 where the events found add up to the value of the release, else with 1.

Examples:
  npm run explain -- simulated members 310115 --sector courier
  npm run explain -- simulated sites 310115004
  npm run explain -- simulated members_joined 310000 --window month --as-of 2026-03-31`,
  )
  .action(exitWith(explainValue))
