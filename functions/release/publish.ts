import { gzipSync } from 'node:zlib'
import { putFile } from '../lake/files.ts'
import { fromJson } from '../lake/json.ts'
import { seal } from '../lake/sealed.ts'
import type { Store } from '../lake/store.ts'
import { openCube } from './cube.ts'
import { type Manifest, POINTER, manifestKey } from './manifest.ts'
import { currentManifest } from './open.ts'
import { keptPages, pageDocument } from './pages.ts'

/** Writes the pages of the first view as files, under the number that the release is going to have. */
async function keepPages(store: Store, manifest: Manifest): Promise<Manifest> {
  const cube = await openCube(store, manifest)
  const files = { ...manifest.files }
  for (const page of keptPages())
    files[`pages/${page}`] = await putFile(store, 'pages', '.json.gz', gzipSync(JSON.stringify(await pageDocument(cube, page))))
  return { ...manifest, files }
}

/** Gives the release the next free number, then moves the pointer forward, never back (C6). */
export async function publish(store: Store, unnumbered: Omit<Manifest, 'release'>): Promise<Manifest> {
  let number = Number((await currentManifest(store))?.release ?? 0) + 1
  for (; ; number++) {
    const manifest = await keepPages(store, { release: String(number).padStart(6, '0'), ...unnumbered })
    if (!(await store.putIfAbsent(manifestKey(manifest.release), seal(manifest)))) continue
    for (;;) {
      const standing = await store.read(POINTER)
      const shown = standing ? fromJson<{ release: string; log_seq: number }>(standing.body) : undefined
      if (shown && (shown.log_seq > manifest.log.seq || shown.release >= manifest.release)) return manifest
      const pointer = Buffer.from(JSON.stringify({ release: manifest.release, log_seq: manifest.log.seq, created_at: manifest.created_at }))
      if (await store.swap(POINTER, pointer, standing?.tag)) return manifest
    }
  }
}
