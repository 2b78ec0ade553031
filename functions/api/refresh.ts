import { type BuildOptions, buildRelease } from '../release/build.ts'
import type { Built } from '../release/publish.ts'
import { type HttpAnswer, type HttpRequest, json } from './http.ts'
import { type House, datasetStore, needDataset } from './house.ts'
import type { Route } from './route.ts'

/** Builds the next release of a dataset, by the engine that it states or the settings name. */
export async function releaseOf(house: House, name: string, options: Pick<BuildOptions, 'agree' | 'onStep'> = {}): Promise<Built> {
  const { engine } = await needDataset(house, name)
  const { limits, now, engines } = house
  const choice = engines && { ...engines, engine: engine ?? engines.engine }
  return buildRelease(name, datasetStore(house.store, name), { limits, now, ...(choice && { engines: choice }), ...options })
}

async function postRelease(house: House, _request: HttpRequest, [name]: string[]): Promise<HttpAnswer> {
  const { manifest, isNew } = await releaseOf(house, name!)
  return json(isNew ? 201 : 200, { release: manifest.release, commit: manifest.log.seq, created_at: manifest.created_at })
}

/** The routes that build releases. */
export const refreshRoutes: Route[] = [{ method: 'POST', path: /^\/api\/v1\/([^/]+)\/releases$/, answer: postRelease }]
