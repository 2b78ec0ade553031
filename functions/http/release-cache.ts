import { LRUCache } from 'lru-cache'
import { type Cube, openCube } from '../reporting/cube.ts'
import { currentRelease, readManifest } from '../release-format/open.ts'
import type { Store } from '../storage/store.ts'
import type { ReadContext } from './context.ts'
import { damageOf, latestIntact } from './damaged-releases.ts'
import { datasetStore, requireDataset } from './datasets.ts'
import { HttpError } from './message.ts'

/** How many releases one process keeps open. */
const MAX_OPEN_RELEASES = 4

type ReleaseCache = LRUCache<string, Promise<Cube>>

const cachesByStore = new WeakMap<Store, ReleaseCache>()

function cacheOf(store: Store): ReleaseCache {
  let cache = cachesByStore.get(store)
  if (!cache) cachesByStore.set(store, (cache = new LRUCache({ max: MAX_OPEN_RELEASES })))
  return cache
}

/** The 404 of a release that does not exist, or of a dataset without any. */
function noRelease(dataset: string, release: string | undefined): HttpError {
  return release === undefined
    ? new HttpError(404, `数据集 ${dataset} 还没有发布版`, `dataset ${dataset} has no release yet`)
    : new HttpError(404, `数据集 ${dataset} 没有发布版 ${release}`, `dataset ${dataset} has no release ${release}`)
}

/**
 * The cube of a release (by default the current one), opened once and cached. Concurrent callers share one opening; a failed one is not
 * cached. Throws HttpError 404 if there is no such dataset or release.
 */
export async function cubeOf(context: Pick<ReadContext, 'store'>, dataset: string, release?: string): Promise<Cube> {
  const cache = cacheOf(context.store)
  const cached = (number: string | undefined) => (number === undefined ? undefined : cache.get(`${dataset}/${number}`))
  // A release never changes, so an open one needs no look at the store.
  const open = cached(release)
  if (open) return open
  const { is_simulated, scale } = await requireDataset(context, dataset)
  const store = datasetStore(context.store, dataset)
  const current = release ?? (await currentRelease(store))
  const number = release ?? latestIntact(context.store, dataset, current)
  if (current !== undefined && number === undefined) throw damageOf(context.store, dataset, current)
  const openCurrent = cached(number)
  if (openCurrent) return openCurrent
  const manifest = number === undefined ? undefined : await readManifest(store, number)
  if (!manifest) throw noRelease(dataset, release)
  // Another request may have opened it while this one read the manifest.
  return (
    cached(manifest.release) ??
    openInto(cache, `${dataset}/${manifest.release}`, () =>
      openCube(store, { is_simulated, ...(scale !== undefined && { scale }), ...manifest }),
    )
  )
}

function openInto(cache: ReleaseCache, key: string, open: () => Promise<Cube>): Promise<Cube> {
  const cube = open()
  cache.set(key, cube)
  cube.catch(() => {
    if (cache.peek(key) === cube) cache.delete(key)
  })
  return cube
}
