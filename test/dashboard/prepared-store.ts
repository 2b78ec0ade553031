import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createDataset } from '../../functions/http/datasets.ts'
import { releaseOf } from '../../functions/http/operations/build-release.ts'
import { writerOf } from '../../functions/http/writers.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { loadPublished } from '../../functions/local/seed-datasets.ts'
import { scaleOf } from '../../functions/simulator/event-stream.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { emptyContext } from '../context.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built dashboard. */
    site: string
    /** A folder with a store that holds the datasets `published` and `simulated`, each with one release. Test files work on a copy. */
    preparedStore: string
  }
}

const NDJSON = 'application/x-ndjson'

/** Builds the dashboard and a store once, before all files that open pages. */
export default async function setup(project: TestProject): Promise<() => void> {
  project.provide(
    'site',
    buildSite((text) => console.log(text)),
  )
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-prepared-'))
  const context = { ...emptyContext(), store: fileStore(folder) }
  await loadPublished(context)
  await createDataset(context.store, {
    name: 'simulated',
    title: { zh: '模拟数据', en: 'Simulated data' },
    is_simulated: true,
    scale: scaleOf(20_000),
  })
  const simulated = await writerOf(context, 'simulated')
  await simulated.ingest({
    body: Buffer.from(
      [...simulate({ events: 20_000, seed: 1, until: '2026-11-24', statesArrivals: true })]
        .map((event) => JSON.stringify(event))
        .join('\n'),
    ),
    contentType: NDJSON,
  })
  for (const name of ['published', 'simulated']) {
    const { manifest, isNew } = await releaseOf(context, name)
    if (!isNew || manifest.release !== '000001') throw new Error(`${name}: expected the first release, got ${manifest.release}`)
  }
  project.provide('preparedStore', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
