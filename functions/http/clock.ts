import type { KeyRing } from '../pseudonyms/key-ring.ts'
import { storeTime } from '../storage/store-time.ts'
import type { Store } from '../storage/store.ts'
import type { IngestContext } from './context.ts'
import { readCard } from './datasets.ts'
import { HttpError } from './message.ts'
import { writerOf } from './writers.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** For how long a look at the store's clock holds, as long as this clock runs evenly. */
const LOOK_AGAIN = 10 * MINUTE

/** Clocks of several servers differ a little: a commit may be this much ahead of this clock. */
const AHEAD = 5 * MINUTE

/** A look at the store's clock: how far this clock was ahead, and when that was, by this clock and by one that nobody sets. */
interface Look {
  ahead: number
  at: number
  steady: number
}

const looks = new WeakMap<Store, Look>()

/** How far this clock is ahead of the store's, in milliseconds. */
async function aheadOfStore(store: Store, at: number): Promise<number> {
  const steady = performance.now()
  const last = looks.get(store)
  const isRecent = last && steady - last.steady < LOOK_AGAIN && Math.abs(at - last.at - (steady - last.steady)) < MINUTE
  if (isRecent) return last.ahead
  const ahead = at - (await storeTime(store))
  looks.set(store, { ahead, at, steady })
  return ahead
}

const iso = (time: number) => new Date(time).toISOString()

/** When the newest commit of a dataset was made, by the clock of its writer; undefined for an empty log. */
async function newestStamp(context: IngestContext & { keys: KeyRing }, dataset: string): Promise<string | undefined> {
  if (!(await readCard(context.store, dataset))) return undefined
  const { log } = await writerOf(context, dataset)
  await log.refresh()
  const newest = log.entries.at(-1)?.commit ?? (await log.commitsAfter(log.head().seq - 1)).at(-1)
  return newest?.committed_at
}

/**
 * Throws HttpError 503, naming both times, where the clock of this process is more than a day from the store's own, or behind the newest commit of the
 * dataset: which day it is decides what is accepted, so a wrong clock writes nothing.
 */
export async function assertRightClock(context: IngestContext, dataset: string): Promise<void> {
  const at = context.now().getTime()
  const ahead = await aheadOfStore(context.store, at)
  if (Math.abs(ahead) > DAY) {
    throw new HttpError(
      503,
      `本机时钟是 ${iso(at)}，存储的时钟是 ${iso(at - ahead)}，相差超过一天；请校准时钟后再写入`,
      `the clock of this server says ${iso(at)}, that of the store ${iso(at - ahead)}, more than a day apart: nothing is written until it is set right`,
    )
  }
  const newest = context.keys && (await newestStamp({ ...context, keys: context.keys }, dataset))
  if (newest !== undefined && Date.parse(newest) > at + AHEAD) {
    throw new HttpError(
      503,
      `本机时钟是 ${iso(at)}，早于数据集 ${dataset} 的最新提交 ${newest}；请校准时钟，若是提交的时间有误，请运行 npm run correct-clock -- ${dataset}`,
      `the clock of this server says ${iso(at)}, which is before the newest commit of dataset ${dataset}, ${newest}: set the clock right, or, if the commit is wrong, run npm run correct-clock -- ${dataset}`,
    )
  }
}
