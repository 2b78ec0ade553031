import { gunzipSync } from 'node:zlib'
import { inUtf8 } from '../../domain/media-types.ts'
import { allManifests, readManifest } from '../../release-format/open.ts'
import { costPage } from '../../reporting/pages/cost.ts'
import { pageDocument } from '../../reporting/pages/pages.ts'
import { getFile } from '../../storage/blobs.ts'
import type { ReadContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, file, json } from '../message.ts'
import { answerOf, cubeOf } from '../release-cache.ts'
import { refuseWithdrawn, withdrawalsOf } from '../withdrawn.ts'
import { compareReleases } from './compare-releases.ts'

type ReleaseOperation = 'getReleases' | 'getCurrentRelease' | 'getRelease' | 'getReleaseDiff' | 'getPage'

export const releaseOperations: Operations<ReleaseOperation, ReadContext> = {
  async getReleases(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    const manifests = await allManifests(datasetStore(context.store, dataset))
    const withdrawn = new Map(
      (await withdrawalsOf(context, dataset)).flatMap(({ what, id, reason }) => (what === 'release' ? [[id, reason]] : [])),
    )
    const releases = manifests.map(({ release, created_at, log, engine, events, latest_on }) => ({
      release,
      created_at,
      commit: log.seq,
      engine,
      events: events.live,
      latest_on,
      ...(withdrawn.has(release) && { withdrawn: withdrawn.get(release)! }),
    }))
    return json(200, { releases: releases.reverse() })
  },

  async getCurrentRelease(context, { params: { dataset } }) {
    const { manifest } = await cubeOf(context, dataset)
    return json(200, { release: manifest.release, created_at: manifest.created_at })
  },

  async getRelease(context, { params: { dataset, id } }) {
    await requireDataset(context, dataset)
    await refuseWithdrawn(context, dataset, { what: 'release', id })
    const manifest = await readManifest(datasetStore(context.store, dataset), id)
    if (!manifest) throw new HttpError(404, `没有发布版 ${id}`, `there is no release ${id}`)
    return json(200, manifest, 'immutable')
  },

  async getReleaseDiff(context, { params: { dataset, a, b } }) {
    const before = await cubeOf(context, dataset, a)
    const after = await cubeOf(context, dataset, b)
    return json(200, { before: a, after: b, ...(await compareReleases(before, after)) }, 'immutable')
  },

  async getPage(context, { params: { dataset, id, page } }) {
    const store = datasetStore(context.store, dataset)
    const cube = await cubeOf(context, dataset, id)
    // Prices are a setting, so this page may change after a restart with others.
    if (page === 'cost') return json(200, await costPage(store, cube, context.prices), 'revalidate')
    const body = await answerOf(context, cube, `page ${page}`, async () => {
      const name = `pages/${page}`
      if (Object.hasOwn(cube.manifest.files, name)) return gunzipSync(await getFile(store, cube.manifest.files[name]!))
      const document = await pageDocument(cube, page)
      return document === undefined ? undefined : Buffer.from(JSON.stringify(document))
    })
    if (body === undefined) throw new HttpError(404, `没有页面 ${page}`, `there is no page ${page}`)
    return file(body, inUtf8('application/json'), 'immutable')
  },
}
