import { gzipSync } from 'node:zlib'
import { putVerified } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import { inFormat } from '../storage/format-version.ts'
import { seal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'
import { openCube } from '../reporting/cube.ts'
import { type Manifest, POINTER, manifestKey } from '../release-format/manifest.ts'
import { currentRelease, readManifest } from '../release-format/open.ts'
import { storedPages, pageDocument } from '../reporting/pages/pages.ts'

/** Stores the pages of the first view, with the number that the release is going to have. */
async function storePages(store: Store, manifest: Manifest): Promise<Manifest> {
  const cube = await openCube(store, manifest)
  const files = { ...manifest.files }
  for (const page of storedPages())
    files[`pages/${page}`] = await putVerified(store, 'pages', '.json.gz', gzipSync(JSON.stringify(await pageDocument(cube, page))))
  return { ...manifest, files }
}

export interface Built {
  manifest: Manifest
  /** False if an existing release has the same inputs, and is the result. */
  isNew: boolean
}

/**
 * Gives the release the next free number after the current one, then moves the pointer forward, never back (functions/event-log/PROTOCOL.md, C6). If another process published
 * the same release meanwhile, that one is the result; a release that takes the place of a damaged one (`replaces`) is never that one.
 */
export async function publish(store: Store, unnumbered: Omit<Manifest, 'release'>): Promise<Built> {
  const isSame = (other: Manifest) => other.inputs === unnumbered.inputs && (!unnumbered.agreed || other.agreed !== undefined)
  const current = await currentRelease(store)
  const last = current === unnumbered.replaces?.release ? undefined : current && (await readManifest(store, current))
  if (last && isSame(last)) return { manifest: last, isNew: false }
  for (let number = Number(current ?? 0) + 1; ; number++) {
    const release = String(number).padStart(6, '0')
    const existing = await readManifest(store, release)
    if (existing && isSame(existing)) return { manifest: existing, isNew: false }
    if (existing) continue
    const manifest = await storePages(store, { release, ...unnumbered })
    if (await store.putIfAbsent(manifestKey(release), seal(inFormat('manifest', manifest)))) {
      await movePointer(store, manifest)
      return { manifest, isNew: true }
    }
    // Another process took the number: it may have published the same release.
    number--
  }
}

/** Moves the pointer to a release, unless it names a later one. */
async function movePointer(store: Store, manifest: Manifest): Promise<void> {
  for (;;) {
    const existing = await store.read(POINTER)
    const named = existing ? fromJson<{ release: string; log_seq: number }>(existing.body) : undefined
    if (named && (named.log_seq > manifest.log.seq || named.release >= manifest.release)) return
    const pointer = Buffer.from(JSON.stringify({ release: manifest.release, log_seq: manifest.log.seq, created_at: manifest.created_at }))
    if (await store.swap(POINTER, pointer, existing?.tag)) return
  }
}
