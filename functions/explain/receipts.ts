import { decodeIdentities } from '../event-log/event-file.ts'
import type { Commit, EventFile } from '../event-log/commit.ts'
import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'

/** An upload that an event may have come with. */
export interface Origin {
  commit: number
  receipts: string[]
}

/** An event of a file, by identity and revision. */
export interface EventKey {
  source: string
  id: string
  revision: number
}

const keyText = ({ source, id, revision }: EventKey) => JSON.stringify([source, id, revision])

/** The uploads whose events a file holds: those that were compacted or rewritten into it, however often. */
function uploadsOf(fileKey: string, added: ReadonlyMap<string, Commit>, seen = new Set<string>()): Commit[] {
  const commit = added.get(fileKey)
  if (!commit || seen.has(fileKey)) return []
  seen.add(fileKey)
  return commit.kind === 'upload' ? [commit] : commit.removes.flatMap((key) => uploadsOf(key, added, seen))
}

/**
 * Finds the uploads that events came with, from the log. Where a file was compacted from several uploads, their own files decide; where
 * garbage collection removed those, every upload that it may have been is returned.
 */
export class Receipts {
  readonly #store: Store
  readonly #added: Map<string, Commit>
  readonly #contents = new Map<string, Promise<Set<string> | undefined>>()

  constructor(store: Store, commits: readonly Commit[]) {
    this.#store = store
    this.#added = new Map(commits.flatMap((commit) => commit.adds.map((file) => [file.key, commit])))
  }

  async originsOf(event: EventKey, fileKey: string): Promise<Origin[]> {
    const uploads = [...new Set(uploadsOf(fileKey, this.#added))].sort((a, b) => a.seq - b.seq)
    const possible: Commit[] = []
    for (const upload of uploads) {
      if (uploads.length === 1 || (await this.#mayHold(upload, event))) possible.push(upload)
    }
    return possible.map(({ seq, receipts }) => ({ commit: seq, receipts: receipts.map((one) => one.receipt_id) }))
  }

  async #mayHold(upload: Commit, event: EventKey): Promise<boolean> {
    for (const file of upload.adds) {
      const contents = await this.#contentsOf(file)
      if (!contents || contents.has(keyText(event))) return true
    }
    return false
  }

  /** Identities in a file; undefined where garbage collection removed it. */
  #contentsOf(file: EventFile): Promise<Set<string> | undefined> {
    let contents = this.#contents.get(file.key)
    if (!contents) {
      contents = this.#store
        .get(file.key)
        .then(async (body) => body && new Set((await decodeIdentities(await getFile(this.#store, file))).map(keyText)))
      this.#contents.set(file.key, contents)
    }
    return contents
  }
}
