import { type Cube, openCube } from '../reporting/cube.ts'
import { currentRelease, readManifest } from '../release-format/open.ts'
import type { Store } from '../storage/store.ts'
import { HttpError } from './message.ts'
import { type AppContext, datasetStore, requireDataset } from './context.ts'

/** How many releases one process keeps open. */
const MAX_OPEN_RELEASES = 4

const shelves = new WeakMap<Store, Map<string, Promise<Cube>>>()

/** The release that a place of the shelf holds; moves it to the end, so that what is not asked for goes first. */
function taken(shelf: Map<string, Promise<Cube>>, place: string): Promise<Cube> | undefined {
  const cube = shelf.get(place)
  if (cube) {
    shelf.delete(place)
    shelf.set(place, cube)
  }
  return cube
}

/** The cube of a release (the current one where none is named), opened once and kept while it is in use. */
export async function cubeOf(context: AppContext, dataset: string, release?: string): Promise<Cube> {
  let shelf = shelves.get(context.store)
  if (!shelf) shelves.set(context.store, (shelf = new Map()))
  // A release never changes: one that is open is asked for nothing.
  const open = release === undefined ? undefined : taken(shelf, `${dataset}/${release}`)
  if (open) return open
  const { is_simulated } = await requireDataset(context, dataset)
  const store = datasetStore(context.store, dataset)
  const number = release ?? (await currentRelease(store))
  const standing = number === undefined ? undefined : taken(shelf, `${dataset}/${number}`)
  if (standing) return standing
  const manifest = number === undefined ? undefined : await readManifest(store, number)
  if (!manifest) {
    throw release === undefined
      ? new HttpError(404, `数据集 ${dataset} 还没有发布版`, `dataset ${dataset} has no release yet`)
      : new HttpError(404, `数据集 ${dataset} 没有发布版 ${release}`, `dataset ${dataset} has no release ${release}`)
  }
  const place = `${dataset}/${manifest.release}`
  const cube = openCube(store, { is_simulated, ...manifest })
  cube.catch(() => shelf.delete(place))
  shelf.set(place, cube)
  for (const oldest of shelf.keys()) {
    if (shelf.size <= MAX_OPEN_RELEASES) break
    shelf.delete(oldest)
  }
  return cube
}
