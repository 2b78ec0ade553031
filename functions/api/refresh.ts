import { type BuildOptions, buildRelease } from '../release/build.ts'
import type { Built } from '../release/publish.ts'
import { type ShareOptions, type Shared, countPieceOf, shareOut } from '../release/share.ts'
import { type HttpAnswer, type HttpRequest, json } from './http.ts'
import { type House, datasetStore, needDataset } from './house.ts'
import type { Route } from './route.ts'

/** The store of a dataset, and the engines with the one that it states or the settings name. */
async function counting(house: House, name: string) {
  const { engine } = await needDataset(house, name)
  const { limits, now, engines } = house
  const choice = engines && { ...engines, engine: engine ?? engines.engine }
  return { store: datasetStore(house.store, name), options: { limits, now, ...(choice && { engines: choice }) } }
}

/** Builds the next release of a dataset, by the engine that it states or the settings name. */
export async function releaseOf(house: House, name: string, more: Pick<BuildOptions, 'agree' | 'onStep' | 'upTo'> = {}): Promise<Built> {
  const { store, options } = await counting(house, name)
  return buildRelease(name, store, { ...options, ...more })
}

/** Lays out the events of a dataset and says into which pieces the count of its next release can be shared; undefined where it need not be. */
export async function shareOutOf(
  house: House,
  name: string,
  more: Pick<ShareOptions, 'from' | 'onStep'> = {},
): Promise<Shared | undefined> {
  const { store, options } = await counting(house, name)
  return shareOut(store, { ...options, ...more })
}

/** Counts one piece of a dataset's count up to a commit. */
export async function countPieceFor(house: House, name: string, upTo: number, piece: number): Promise<void> {
  const { store, options } = await counting(house, name)
  return countPieceOf(store, upTo, piece, options)
}

async function postRelease(house: House, _request: HttpRequest, [name]: string[]): Promise<HttpAnswer> {
  const { manifest, isNew } = await releaseOf(house, name!)
  return json(isNew ? 201 : 200, { release: manifest.release, commit: manifest.log.seq, created_at: manifest.created_at })
}

/** The routes that build releases. */
export const refreshRoutes: Route[] = [{ method: 'POST', path: /^\/api\/v1\/([^/]+)\/releases$/, answer: postRelease }]
