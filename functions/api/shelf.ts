import { type Cube, openCube } from '../release/cube.ts'
import { currentManifest, readManifest } from '../release/open.ts'
import type { Store } from '../lake/store.ts'
import { Fault } from './http.ts'
import { type House, datasetStore, needDataset } from './house.ts'

/** How many releases one process keeps open. */
const PLACES = 4

const shelves = new WeakMap<Store, Map<string, Promise<Cube>>>()

/** The cube of a release (the current one where none is named), opened once and kept while it is in use. */
export async function cubeOf(house: House, dataset: string, release?: string): Promise<Cube> {
  await needDataset(house, dataset)
  const store = datasetStore(house.store, dataset)
  const manifest = release === undefined ? await currentManifest(store) : await readManifest(store, release)
  if (!manifest) {
    throw release === undefined
      ? new Fault(404, `数据集 ${dataset} 还没有发布版`, `dataset ${dataset} has no release yet`)
      : new Fault(404, `数据集 ${dataset} 没有发布版 ${release}`, `dataset ${dataset} has no release ${release}`)
  }
  let shelf = shelves.get(house.store)
  if (!shelf) shelves.set(house.store, (shelf = new Map()))
  const place = `${dataset}/${manifest.release}`
  let cube = shelf.get(place)
  if (cube) shelf.delete(place)
  else {
    cube = openCube(store, manifest)
    cube.catch(() => shelf.delete(place))
  }
  shelf.set(place, cube)
  for (const oldest of shelf.keys()) {
    if (shelf.size <= PLACES) break
    shelf.delete(oldest)
  }
  return cube
}
