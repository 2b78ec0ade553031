import { fromJson } from '../storage/json.ts'
import { unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'
import { type Manifest, POINTER, manifestKey } from './manifest.ts'
import { IncrementalStateLost, filesOf, readIncrementalState } from './incremental-state.ts'

/** The manifest of a numbered release, or undefined where there is none. */
export async function readManifest(store: Store, release: string): Promise<Manifest | undefined> {
  if (!/^\d{6}$/.test(release)) return undefined
  const body = await store.get(manifestKey(release))
  return body && unseal<Manifest>(`release ${release}`, body)
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

/** How many releases back the event files that they were made from are kept for them. */
const MADE_FROM = 2

/** The event files that the latest releases were made from, and the pieces that the next one goes on from. */
export async function keysNamed(store: Store): Promise<Set<string>> {
  const manifests = await allManifests(store)
  const keys = new Set(manifests.slice(-MADE_FROM).flatMap((manifest) => manifest.events.files.map((file) => file.key)))
  const current = (await currentManifest(store))?.pieces
  if (!current) return keys
  keys.add(current.key)
  // Pieces that cannot be read are built again: what they named is garbage.
  const pieces = await readIncrementalState(store, current).catch((error: unknown) => {
    if (error instanceof IncrementalStateLost) return undefined
    throw error
  })
  for (const file of pieces ? filesOf(pieces) : []) keys.add(file.key)
  return keys
}

/** The manifests of all releases, oldest first. */
export async function allManifests(store: Store): Promise<Manifest[]> {
  const manifests: Manifest[] = []
  for await (const { key } of store.list('releases/')) {
    const body = await store.get(key)
    if (body) manifests.push(unseal<Manifest>(key, body))
  }
  return manifests
}
