import { gzipSync } from 'node:zlib'
import { putFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import { seal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'
import { openCube } from '../reporting/cube.ts'
import { type Manifest, POINTER, manifestKey } from '../release-format/manifest.ts'
import { currentManifest, readManifest } from '../release-format/open.ts'
import { storedPages, pageDocument } from '../reporting/pages/pages.ts'

/** Writes the pages of the first view as files, under the number that the release is going to have. */
async function keepPages(store: Store, manifest: Manifest): Promise<Manifest> {
  const cube = await openCube(store, manifest)
  const files = { ...manifest.files }
  for (const page of storedPages())
    files[`pages/${page}`] = await putFile(store, 'pages', '.json.gz', gzipSync(JSON.stringify(await pageDocument(cube, page))))
  return { ...manifest, files }
}

export interface Built {
  manifest: Manifest
  /** False where nothing is new, and the release that stands is the answer. */
  isNew: boolean
}

/**
 * Gives the release the next free number, then moves the pointer forward, never back (C6). Where another built the same at the same time
 * and was faster, that one is the answer.
 */
export async function publish(store: Store, unnumbered: Omit<Manifest, 'release'>): Promise<Built> {
  const isSame = (other: Manifest) => other.inputs === unnumbered.inputs && (!unnumbered.agreed || other.agreed !== undefined)
  const current = await currentManifest(store)
  if (current && isSame(current)) return { manifest: current, isNew: false }
  for (let number = Number(current?.release ?? 0) + 1; ; number++) {
    const release = String(number).padStart(6, '0')
    const standing = await readManifest(store, release)
    if (standing && isSame(standing)) return { manifest: standing, isNew: false }
    if (standing) continue
    const manifest = await keepPages(store, { release, ...unnumbered })
    if (await store.putIfAbsent(manifestKey(release), seal(manifest))) {
      await show(store, manifest)
      return { manifest, isNew: true }
    }
    number--
  }
}

/** Moves the pointer to a release, unless it shows a later one. */
async function show(store: Store, manifest: Manifest): Promise<void> {
  for (;;) {
    const standing = await store.read(POINTER)
    const shown = standing ? fromJson<{ release: string; log_seq: number }>(standing.body) : undefined
    if (shown && (shown.log_seq > manifest.log.seq || shown.release >= manifest.release)) return
    const pointer = Buffer.from(JSON.stringify({ release: manifest.release, log_seq: manifest.log.seq, created_at: manifest.created_at }))
    if (await store.swap(POINTER, pointer, standing?.tag)) return
  }
}
