import { extname } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { assertRightClock } from '../http/clock.ts'
import { isDatasetName, readCard } from '../http/datasets.ts'
import { createWithUpload, writerOf } from '../http/writers.ts'
import type { Dataset } from '../ingest/dataset.ts'
import { QuotaReached } from '../ingest/read-upload.ts'
import type { Receipt } from '../ingest/receipts.ts'
import { UnreadableBody } from '../ingest/parsers/row.ts'
import { openLocalContext } from '../local/context.ts'
import { fileBody } from '../storage/file-body.ts'
import { wholeNumber } from './argument-parsers.ts'
import { exitWith } from './exit-with.ts'

const CONTENT_TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

function datasetName(text: string): string {
  if (!isDatasetName(text)) throw new InvalidArgumentError('expected a-z first, then a-z 0-9 -, at most 40 characters')
  return text
}

type Ingest = (upload: (dataset: Dataset) => Promise<Receipt>) => Promise<Receipt>

/** Uploads a file and prints its receipt. Returns whether every row was accepted. */
async function ingestFile(ingest: Ingest, file: string): Promise<boolean> {
  try {
    const contentType = CONTENT_TYPES[extname(file).toLowerCase()]
    const body = await fileBody(file)
    const receipt = await ingest((dataset) => dataset.ingest({ body, contentType }))
    console.log(JSON.stringify(receipt, null, 2))
    return receipt.rejected === 0
  } catch (error) {
    if (error instanceof UnreadableBody || error instanceof QuotaReached) console.error(`${file}: ${error.zh} (${error.message})`)
    else if ((error as NodeJS.ErrnoException).code === 'ENOENT') console.error(`${file}: there is no such file`)
    else throw error
    return false
  }
}

interface Options {
  simulated: boolean
  scale?: number
  /** False with `--no-targets`. */
  targets: boolean
}

async function ingest(name: string, files: string[], { simulated, scale, targets }: Options): Promise<number> {
  const { context } = await openLocalContext()
  await assertRightClock(context, name)
  const card = await readCard(context.store, name)
  if (card && !targets && card.targets !== 'none') {
    console.error(`dataset ${name}: it exists and has the targets of the documents, which --no-targets cannot change`)
    return 2
  }
  if (card && simulated && !card.is_simulated) {
    console.error(`dataset ${name}: it exists and its card says is_simulated: false, which --simulated cannot change`)
    return 2
  }
  const newCard = {
    name,
    title: { zh: name, en: name },
    is_simulated: simulated,
    ...(simulated && scale && { scale }),
    ...(!targets && { targets: 'none' as const }),
  }
  const ingestInto: Ingest = async (upload) =>
    (await readCard(context.store, name)) ? upload(await writerOf(context, name)) : createWithUpload(context, newCard, upload)
  let isEveryRowAccepted = true
  for (const file of files) isEveryRowAccepted = (await ingestFile(ingestInto, file)) && isEveryRowAccepted
  return isEveryRowAccepted ? 0 : 1
}

export const command = new Command()
  .usage('DATASET FILE... [--simulated [--scale N]] [--no-targets]')
  .argument('<DATASET>', 'the dataset, which is created where it does not exist', datasetName)
  .argument('<FILE...>', 'files of events: .json, .ndjson, .jsonl, .csv or .xlsx')
  .option('--simulated', 'creates the dataset as a simulated one; an existing dataset is never changed', false)
  .option('--scale <N>', 'with --simulated: one person stands for N people, and targets are shown divided by N', wholeNumber(1))
  .option('--no-targets', 'creates the dataset without the targets of the documents; an existing dataset is never changed')
  .addHelpText('after', '\nExamples:\n  npm run ingest -- pudong march.csv april.xlsx\n  npm run ingest -- trial events.ndjson --simulated')
  .action(exitWith(ingest))
