import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AppContext } from '../http/context.ts'
import { planPartitionsFor } from '../http/operations/build-release.ts'

export interface ProcessOptions {
  /** How many processes count at the same time. */
  workers: number
  say(text: string): void
}

/**
 * Counts the partitions of a dataset's next release in several processes, where all of it must be counted. Returns the commit up to which
 * that is done; a partition whose process failed is counted by the release itself.
 */
export async function countInProcesses(context: AppContext, dataset: string, { workers, say }: ProcessOptions): Promise<{ upTo?: number }> {
  const plan = await planPartitionsFor(context, dataset, { from: 1, onStep: say })
  if (!plan) return {}
  const { upTo, pieces: partitions } = plan
  say(`${partitions.length} partitions for ${workers} processes`)
  const shares = Array.from({ length: workers }, (_, worker) => partitions.filter((partition) => partition % workers === worker))
  const runs = shares.map(async (share, worker) => {
    if (share.length === 0) return
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'tonglu.ts'), 'count-partitions', dataset, String(upTo), ...share.map(String)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    child.stderr.on('data', (chunk: Buffer) => say(`process ${worker + 1}: ${chunk.toString().trim()}`))
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) say(`process ${worker + 1} ended early`)
  })
  await Promise.all(runs)
  return { upTo }
}
