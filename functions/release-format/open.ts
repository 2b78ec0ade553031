import { DamagedFile } from '../storage/blobs.ts'
import { NewerFormat, fromFormat } from '../storage/format-version.ts'
import { fromJson } from '../storage/json.ts'
import { unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'
import { type Manifest, POINTER, manifestKey } from './manifest.ts'
import { IncrementalStateLost, filesOf, readIncrementalState } from './incremental-state.ts'

const decodeManifest = (what: string, body: Uint8Array) => fromFormat('manifest', what, unseal<Manifest>(what, body))

/** The manifest of a numbered release; undefined if there is no such release. Throws DamagedFile for one that was altered. */
export async function readManifest(store: Store, release: string): Promise<Manifest | undefined> {
  if (!/^\d{6}$/.test(release)) return undefined
  const body = await store.get(manifestKey(release))
  try {
    return body && decodeManifest(`release ${release}`, body)
  } catch (error) {
    if (error instanceof NewerFormat) throw error
    throw new DamagedFile(manifestKey(release), (error as Error).message, { cause: error })
  }
}

/** The number of the release that the pointer names. */
export async function currentRelease(store: Store): Promise<string | undefined> {
  const pointer = await store.read(POINTER)
  return pointer && fromJson<{ release: string }>(pointer.body).release
}

/** The manifest of the release that the pointer names. */
export async function currentManifest(store: Store): Promise<Manifest | undefined> {
  const release = await currentRelease(store)
  return release === undefined ? undefined : readManifest(store, release)
}

/** Number of latest releases whose event files are retained. */
const RETAINED_RELEASES = 2

/** The keys that garbage collection must keep: the event files of the latest releases, and the incremental state of the current one. */
export async function keysNamed(store: Store): Promise<Set<string>> {
  const manifests = await allManifests(store)
  const keys = new Set(manifests.slice(-RETAINED_RELEASES).flatMap((manifest) => manifest.events.files.map((file) => file.key)))
  const current = (await currentManifest(store))?.pieces
  if (!current) return keys
  keys.add(current.key)
  // A state that cannot be read is computed again: the files that it named are garbage.
  const state = await readIncrementalState(store, current).catch((error: unknown) => {
    if (error instanceof IncrementalStateLost) return undefined
    throw error
  })
  for (const file of state ? filesOf(state) : []) keys.add(file.key)
  return keys
}

/** The manifests of all releases, oldest first. */
export async function allManifests(store: Store): Promise<Manifest[]> {
  const manifests: Manifest[] = []
  for await (const { key } of store.list('releases/')) {
    const body = await store.get(key)
    if (body) manifests.push(decodeManifest(key, body))
  }
  return manifests
}
