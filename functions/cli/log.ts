import { Command } from 'commander'
import { readCheckpoint } from '../event-log/checkpoint.ts'
import type { Commit } from '../event-log/commit.ts'
import { openWholeLog } from '../event-log/log.ts'
import { datasetStore } from '../http/datasets.ts'
import type { Store } from '../storage/store.ts'
import { wholeNumber } from './argument-parsers.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

export interface LogOptions {
  /** Number of the first commit that is printed. */
  from?: number
  /** Only the commit of this receipt. */
  receipt?: string
}

function commitLine(commit: Commit, checkpoint: number): string {
  const { seq, committed_at, kind, adds, removes, receipts } = commit
  const rows = adds.reduce((sum, file) => sum + file.rows, 0)
  const columns = [String(seq).padStart(6), committed_at, kind.padEnd(12), `${rows} rows in ${adds.length} files`]
  if (removes.length > 0) columns.push(`replaces ${removes.length} files`)
  for (const receipt of receipts) columns.push(`receipt ${receipt.receipt_id}`)
  const rejected = receipts.reduce((sum, receipt) => sum + receipt.kept_aside.length, 0)
  if (rejected > 0) columns.push(`${rejected} files of rejected rows`)
  if (seq === checkpoint) columns.push('checkpoint')
  return columns.join('  ')
}

/**
 * The lines that describe the commits of a dataset's log, then what was verified. Every commit is read from the first on and its hash
 * chain followed, whatever is printed. Throws where a commit is missing, altered or does not chain, or the checkpoint is of another log.
 */
export async function logLines(store: Store, { from = 1, receipt }: LogOptions): Promise<string[]> {
  const log = await openWholeLog(store)
  const checkpoint = await readCheckpoint(store)
  const marked = log.entries[checkpoint.seq - 1]
  if (checkpoint.seq > 0 && marked?.hash !== checkpoint.hash)
    throw new Error(`checkpoint: it names commit ${checkpoint.seq} with another hash than the log has`)
  const commits = log.entries
    .map((entry) => entry.commit)
    .filter((commit) => commit.seq >= from && (!receipt || commit.receipts.some((one) => one.receipt_id === receipt)))
  if (receipt && commits.length === 0) throw new Error(`receipt ${receipt}: no commit from ${from} on names it`)
  const { seq, hash } = log.head()
  const state = checkpoint.seq > 0 ? `checkpoint at ${checkpoint.seq}` : 'no checkpoint'
  return [
    ...commits.map((commit) => commitLine(commit, checkpoint.seq)),
    seq === 0 ? 'the log is empty' : `hash chain verified: ${seq} commits, ${state}, head ${hash}`,
  ]
}

async function printLog(name: string, options: LogOptions): Promise<number> {
  const context = await openContextFor(name)
  try {
    for (const line of await logLines(datasetStore(context.store, name), options)) console.log(line)
    return 0
  } catch (error) {
    if (!/^(log commit|checkpoint|receipt)/.test((error as Error).message)) throw error
    console.error((error as Error).message)
    return 1
  }
}

export const command = new Command()
  .usage('DATASET [--from N] [--receipt ID]')
  .argument('<DATASET>', 'the dataset')
  .option('--from <N>', 'number of the first commit that is printed', wholeNumber(1))
  .option('--receipt <ID>', 'print only the commit of this receipt')
  .addHelpText('after', '\nExamples:\n  npm run log -- pudong\n  npm run log -- pudong --from 120')
  .action(exitWith(printLog))
