import { randomUUID } from 'node:crypto'
import type { FileRef } from './files.ts'
import { sha256 } from './hash.ts'
import { seal, unseal } from './sealed.ts'
import type { Store } from './store.ts'

/** A file of accepted events that a commit adds. */
export interface EventFile extends FileRef {
  rows: number
}

/** What a commit says of an upload's receipt: where it stands, and the key it was sent under. */
export interface ReceiptRef extends FileRef {
  receipt_id: string
  /** Keyed hash of the Idempotency-Key, where one was sent. */
  idempotency?: string
}

/** One step of the log. Its number is its name; the next one names its hash. */
export interface Commit {
  seq: number
  commit_id: string
  prev_hash: string
  committed_at: string
  /** Version of the rules that read the events: hash of the catalogue. */
  catalogue: string
  /** Which key made the pseudonyms. */
  key_id: string
  adds: EventFile[]
  removes: string[]
  receipts: ReceiptRef[]
  /** Rows that were not taken in, kept with their reasons. */
  kept_aside: FileRef[]
}

/** A commit with the hash of its bytes. */
export interface LogEntry {
  commit: Commit
  hash: string
}

export type CommitDraft = Omit<Commit, 'seq' | 'commit_id' | 'prev_hash'>

const FIRST_HASH = '0'.repeat(64)

export function commitKey(seq: number): string {
  return `log/${String(seq).padStart(20, '0')}.json`
}

function decode(seq: number, body: Uint8Array): LogEntry {
  const what = `log commit ${seq}`
  const commit = unseal<Commit>(what, body)
  if (commit.seq !== seq) throw new Error(`${what}: it says that it is number ${commit.seq}`)
  return { commit, hash: sha256(body) }
}

/** A commit that another writer made where ours would have stood. */
export class CommitOvertaken extends Error {
  override name = 'CommitOvertaken'
}

/** The log of one dataset as far as this process has read it. */
export interface Log {
  entries: readonly LogEntry[]
  /** Reads what others committed since; returns the new entries. */
  refresh(): Promise<LogEntry[]>
  /**
   * Makes the draft commit number `after + 1` (C3 of the protocol). Throws CommitOvertaken where another writer's commit
   * stands there: the caller looks at what is new and tries with a new draft.
   */
  append(draft: CommitDraft, after: number): Promise<LogEntry>
}

/** Opens the log of the dataset whose store this is. Throws where a number is missing or a hash does not chain. */
export async function openLog(store: Store): Promise<Log> {
  const entries: LogEntry[] = []

  /** Takes an entry as the next one. Two readers may come with the same one at once: the second finds it there. */
  function admit(entry: LogEntry): LogEntry {
    const { seq, prev_hash } = entry.commit
    const standing = entries[seq - 1]
    if (standing) return standing
    if (prev_hash !== (entries.at(-1)?.hash ?? FIRST_HASH)) {
      throw new Error(`log commit ${seq}: it follows another commit ${seq - 1} than the one that stands there`)
    }
    entries.push(entry)
    return entry
  }

  async function refresh(): Promise<LogEntry[]> {
    const before = entries.length
    for (;;) {
      const seq = entries.length + 1
      const body = await store.get(commitKey(seq))
      if (!body) break
      admit(decode(seq, body))
    }
    return entries.slice(before)
  }

  const known = new Set<string>()
  for await (const key of store.list('log/')) known.add(key)
  await refresh()
  if (known.size > entries.length) throw new Error(`log commit ${entries.length + 1}: missing, while later ones stand in the store`)

  return {
    entries,
    refresh,
    async append(draft, after) {
      const seq = after + 1
      if (entries.length !== after) throw new CommitOvertaken(`log commit ${seq}: another writer's stands there`)
      const commit: Commit = { seq, commit_id: randomUUID(), prev_hash: entries.at(-1)?.hash ?? FIRST_HASH, ...draft }
      const body = seal(commit)
      await store.putIfAbsent(commitKey(seq), body)
      // The answer may have been lost, or be that of an earlier try of ours: what stands there decides (C3a, C3b).
      const standing = await store.get(commitKey(seq))
      if (!standing) throw new Error(`log commit ${seq}: written, but not there when read back`)
      const entry = decode(seq, standing)
      if (entry.commit.commit_id !== commit.commit_id) throw new CommitOvertaken(`log commit ${seq}: another writer's stands there`)
      return admit(entry)
    },
  }
}

/** The event files that are live after these entries: added and not removed. */
export function liveFiles(entries: readonly LogEntry[]): EventFile[] {
  const live = new Map<string, EventFile>()
  for (const { commit } of entries) {
    for (const key of commit.removes) live.delete(key)
    for (const file of commit.adds) live.set(file.key, file)
  }
  return [...live.values()]
}
