import { Command } from 'commander'
import { listDatasets } from '../http/datasets.ts'
import { openLocalContext } from '../local/context.ts'
import { verifyDataset } from '../local/maintenance.ts'
import { exitWith } from './exit-with.ts'

async function verify(name: string | undefined): Promise<number> {
  const { context } = await openLocalContext()
  const names = (await listDatasets(context.store)).map((card) => card.name)
  if (name !== undefined && !names.includes(name)) {
    console.error(`there is no dataset ${name}`)
    return 1
  }
  let isIntact = true
  for (const dataset of name === undefined ? names : [name]) {
    const { seq, hash, files, problems } = await verifyDataset(context, dataset, true)
    for (const problem of problems) console.error(`${dataset}: ${problem}`)
    if (problems.length === 0) console.log(`${dataset}: ${seq} commits and ${files} files verified, head ${hash || 'none'}`)
    isIntact &&= problems.length === 0
  }
  return isIntact ? 0 : 1
}

export const command = new Command()
  .usage('[DATASET]')
  .argument('[DATASET]', 'the dataset; all of them where it is left out')
  .addHelpText('after', '\nExamples:\n  npm run verify\n  npm run verify -- pudong')
  .action(exitWith(verify))
