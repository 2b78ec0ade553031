import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Manifest } from '../release-format/manifest.ts'

/** Throws, naming the file, if an event file is missing, even if its events were counted before. */
export async function assertFilesExist(store: Store, live: readonly EventFile[]): Promise<void> {
  const existing = new Set<string>()
  for await (const { key } of store.list('files/')) existing.add(key)
  for (const { key } of live) if (!existing.has(key)) throw new Error(`file ${key}: not in the store`)
}

/**
 * Throws, naming the file, if an event file that the current release did not read is altered. A remote engine reads the store by itself, so this
 * process reads each file once, before the first remote count of it. After that the store's own checksums guard it.
 */
export async function verifyHashes(store: Store, live: readonly EventFile[], current: Manifest | undefined): Promise<void> {
  const verified = new Set(current?.events.files.map(({ key }) => key))
  for (const file of live) if (!verified.has(file.key)) await getFile(store, file)
}
