import { randomUUID } from 'node:crypto'
import type { IngestContext } from './context.ts'
import { datasetStore } from './datasets.ts'
import { HttpError } from './message.ts'

/** What may be asked only so often, since each answer tells a little of what others sent. */
export type Asked = 'dry_run' | 'erasure'

/** How often an hour, for one dataset, where no setting says so: on this machine, and elsewhere. */
const PER_HOUR = { local: 1000, elsewhere: 60 }

const NAMES = { dry_run: { zh: '试报', en: 'dry runs' }, erasure: { zh: '删除请求', en: 'erasures' } }

/**
 * Records in the store that something was asked, and counts the records of this hour, whatever process made them. Throws HttpError 429, with the
 * seconds until the next hour, beyond the limit.
 */
export async function recordAsked(context: IngestContext, dataset: string, what: Asked): Promise<void> {
  const store = datasetStore(context.store, dataset)
  const at = context.now()
  const folder = `asked/${what}/${at.toISOString().slice(0, 13)}/`
  await store.putIfAbsent(`${folder}${randomUUID()}.json`, Buffer.from(JSON.stringify({ what, asked_at: at.toISOString() })))
  const limit = context.perHour?.[what] ?? (context.createsDatasets ? PER_HOUR.local : PER_HOUR.elsewhere)
  let asked = 0
  for await (const _ of store.list(folder)) asked++
  if (asked <= limit) return
  const { zh, en } = NAMES[what]
  throw new HttpError(429, `${zh}每小时最多 ${limit} 次，请稍后再试`, `at most ${limit} ${en} an hour: try again later`, {
    retryAfter: 3600 - (Math.floor(at.getTime() / 1000) % 3600),
  })
}
