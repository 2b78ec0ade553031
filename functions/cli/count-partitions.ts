import { Command } from 'commander'
import { countPartitionFor } from '../http/operations/build-release.ts'
import { wholeNumber } from './argument-parsers.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

async function countPartitions(name: string, upTo: number, partitions: number[]): Promise<number> {
  const context = await openContextFor(name)
  for (const partition of partitions) {
    console.error(`partition ${partition}`)
    await countPartitionFor(context, name, upTo, partition)
  }
  return 0
}

export const command = new Command()
  .usage('DATASET COMMIT PARTITION...')
  .argument('<DATASET>', 'the dataset')
  .argument('<COMMIT>', 'the commit up to which is counted', wholeNumber(1))
  .argument('<PARTITION...>', 'numbers of partitions', (text: string, before: number[] | undefined) => [
    ...(before ?? []),
    wholeNumber(0)(text),
  ])
  .action(exitWith(countPartitions))
