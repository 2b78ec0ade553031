import { buildRelease } from '../release/build.ts'
import { type HttpAnswer, type HttpRequest, json } from './http.ts'
import { type House, datasetStore, needDataset } from './house.ts'
import type { Route } from './route.ts'

async function postRelease(house: House, _request: HttpRequest, [name]: string[]): Promise<HttpAnswer> {
  await needDataset(house, name!)
  const { manifest, isNew } = await buildRelease(name!, datasetStore(house.store, name!), { limits: house.limits, now: house.now })
  return json(isNew ? 201 : 200, { release: manifest.release, commit: manifest.log.seq, created_at: manifest.created_at })
}

/** The routes that build releases. */
export const refreshRoutes: Route[] = [{ method: 'POST', path: /^\/api\/v1\/([^/]+)\/releases$/, answer: postRelease }]
