import type { AppContext } from '../http/context.ts'
import { readCard } from '../http/datasets.ts'
import { openLocalContext } from '../local/context.ts'

/** Opens the context of this machine for a command on an existing dataset. Where there is no such dataset the process ends with 1. */
export async function openContextFor(dataset: string): Promise<AppContext> {
  const { context } = await openLocalContext()
  if (!(await readCard(context.store, dataset))) {
    console.error(`there is no dataset ${dataset}`)
    process.exit(1)
  }
  return context
}
