import type { AppContext } from '../http/context.ts'
import { readCard } from '../http/datasets.ts'
import { openLocalContext } from '../local/context.ts'

/** The dataset that a command names, in the house of this machine. Without one, or with one that is not there, the command ends. */
export async function datasetArgument(usage: string, name: string | undefined): Promise<{ context: AppContext; name: string }> {
  if (!name) {
    console.error(`usage: ${usage}`)
    process.exit(2)
  }
  const { context } = await openLocalContext()
  if (!(await readCard(context.store, name))) {
    console.error(`there is no dataset ${name}`)
    process.exit(1)
  }
  return { context, name }
}
