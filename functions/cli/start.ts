import { Command } from 'commander'
import { listDatasets } from '../http/datasets.ts'
import { releaseOf } from '../http/operations/build-release.ts'
import { buildSite } from '../local/build-site.ts'
import { openLocalContext } from '../local/context.ts'
import { maintainAll, sweep, verifyAll } from '../local/maintenance.ts'
import { BUNDLED, loadBundled } from '../local/seed-datasets.ts'
import { serve } from '../local/server.ts'
import { printFailure } from '../observability/console.ts'
import { writeFailure } from '../storage/write-failure.ts'
import { progressLines } from './progress-lines.ts'

const MAINTENANCE_MS = 60 * 60_000
const VERIFICATION_MS = 24 * MAINTENANCE_MS

/** Does what may write to the store. A store that is full or can only be read is served as it is. */
async function orReadOnly(say: (text: string) => void, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const failure = writeFailure(error)
    if (!failure) throw error
    say(`the store ${failure === 'full' ? 'is full' : 'can only be read'}: what is there is served (${(error as Error).message})`)
  }
}

async function start({ apiOnly = false }: { apiOnly?: boolean }): Promise<void> {
  const say = progressLines(console.log)
  const { context, settings } = await openLocalContext()
  const site = apiOnly ? undefined : buildSite(say)
  say('loading the bundled datasets')
  await orReadOnly(say, async () => {
    await loadBundled(context, say)
    await sweep(context)
  })
  const bringUpToDate = (name: string) =>
    orReadOnly(say, async () => {
      const { manifest, isNew } = await releaseOf(context, name)
      say(`${name}: release ${manifest.release}${isNew ? ` built in ${manifest.seconds} s` : ' is up to date'}`)
    })
  for (const name of BUNDLED) await bringUpToDate(name)
  try {
    const { port, close } = await serve(context, settings.port, site)
    console.log(`ready http://127.0.0.1:${port}`)
    // One after the other, while readers are served from the releases that are there.
    const others = (await listDatasets(context.store)).filter(({ name }) => !BUNDLED.includes(name))
    void others.reduce(
      (before, { name }) => before.then(() => bringUpToDate(name)).catch((error: unknown) => printFailure(error, { dataset: name })),
      Promise.resolve(),
    )
    const maintain = () => void maintainAll(context).catch((error: unknown) => printFailure(error))
    setInterval(maintain, MAINTENANCE_MS).unref()
    const verify = () => void verifyAll(context).catch((error: unknown) => printFailure(error))
    setInterval(verify, VERIFICATION_MS).unref()
    verify()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(0)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    console.error(`environment variable PORT: ${settings.port} is taken by another program; set PORT to a free one`)
    process.exit(1)
  }
}

export const command = new Command()
  .usage('[--api-only]')
  .option('--api-only', 'neither build nor serve the pages, which npm run dev serves itself')
  .addHelpText('after', '\nExamples:\n  npm start\n  PORT=8080 DATA_DIR=/srv/tonglu npm start')
  .action(start)
