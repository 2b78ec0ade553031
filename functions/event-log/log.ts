import { randomUUID } from 'node:crypto'
import { type Checkpoint, NO_CHECKPOINT, readCheckpoint } from './checkpoint.ts'
import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import { seal, unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'

/** A file of accepted events that a commit adds. */
export interface EventFile extends FileRef {
  rows: number
}

/** What a commit says of an upload's receipt: where it stands, and the key it was sent under. */
export interface ReceiptRef extends FileRef {
  receipt_id: string
  /** Keyed hash of the Idempotency-Key, where one was sent. */
  idempotency?: string
  /** Rows that were not taken in, kept with their reasons. */
  kept_aside: FileRef[]
}

/** What was done about a person who asked to be erased. It names nobody. */
export interface Erasure {
  erasure_id: string
  /** Why: the article or the consent that fell away. */
  ground: string
  /** Where the request is filed. */
  ticket: string
  /** How many events named the person. */
  events: number
}

/** What a commit does: takes in an upload, or writes files anew without changing what is counted. */
export type CommitKind = 'upload' | 'compaction' | 'key_rotation' | 'erasure'

/** One step of the log. Its number is its name; the next one names its hash. */
export interface Commit {
  seq: number
  commit_id: string
  prev_hash: string
  kind: CommitKind
  committed_at: string
  /** Version of the rules that read an upload: hash of the catalogue. */
  catalogue?: string
  /** Which key made the pseudonyms. */
  key_id: string
  adds: EventFile[]
  removes: string[]
  receipts: ReceiptRef[]
  erasure?: Erasure
}

/** A commit with the hash of its bytes. */
export interface LogEntry {
  commit: Commit
  hash: string
}

/** A position of the log: number and hash of a commit; 0 and empty before the first. */
export interface LogHead {
  seq: number
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
  /** Where reading began. */
  base: Checkpoint
  /** The commits after the checkpoint. */
  entries: readonly LogEntry[]
  head(): LogHead
  /** The last commit that changed what is counted. */
  changed(): LogHead
  /** Which key made the pseudonyms of the live files; empty before the first commit. */
  keyId(): string
  /** The event files that are live: added and not removed, in the order they were added. */
  live(): EventFile[]
  isLive(key: string): boolean
  /** Reads what others committed since; returns the new entries. */
  refresh(): Promise<LogEntry[]>
  /** The commits after a number, also those that lie behind the checkpoint. */
  commitsAfter(seq: number): Promise<Commit[]>
  /**
   * Makes the draft commit number `after + 1` (C3 of the protocol). Throws CommitOvertaken where another writer's commit
   * stands there: the caller looks at what is new and tries with a new draft.
   */
  append(draft: CommitDraft, after: number): Promise<LogEntry>
}

/** Whether a commit changes what a release counts. Files written anew hold the same events. */
function changesCounts({ kind, adds }: Commit): boolean {
  return kind === 'upload' && adds.length > 0
}

/**
 * Opens the log of the dataset whose store this is; with `upTo` as it stood at that commit, whatever came since. Throws where a number is
 * missing or a hash does not chain.
 */
export async function openLog(store: Store, upTo = Infinity): Promise<Log> {
  const checkpoint = await readCheckpoint(store)
  return openLogFrom(store, checkpoint.seq > upTo ? NO_CHECKPOINT : checkpoint, upTo)
}

/** Opens the log without its checkpoint, so that every commit is read and its hash followed. */
export async function openWholeLog(store: Store): Promise<Log> {
  return openLogFrom(store, NO_CHECKPOINT)
}

async function openLogFrom(store: Store, base: Checkpoint, upTo = Infinity): Promise<Log> {
  const entries: LogEntry[] = []
  const live = new Map(base.live.map((file) => [file.key, file]))
  let head: LogHead = { seq: base.seq, hash: base.hash }
  let changed = base.changed
  let keyId = base.key_id

  /** Takes an entry as the next one. Two readers may come with the same one at once: the second finds it there. */
  function admit(entry: LogEntry): LogEntry {
    const { commit, hash } = entry
    const standing = entries[commit.seq - base.seq - 1]
    if (standing) return standing
    if (commit.prev_hash !== (head.hash || FIRST_HASH)) {
      throw new Error(`log commit ${commit.seq}: it follows another commit ${commit.seq - 1} than the one that stands there`)
    }
    entries.push(entry)
    for (const key of commit.removes) live.delete(key)
    for (const file of commit.adds) live.set(file.key, file)
    head = { seq: commit.seq, hash }
    keyId = commit.key_id
    if (changesCounts(commit)) changed = head
    return entry
  }

  async function refresh(): Promise<LogEntry[]> {
    const before = entries.length
    while (head.seq < upTo) {
      const seq = head.seq + 1
      const body = await store.get(commitKey(seq))
      if (!body) break
      admit(decode(seq, body))
    }
    return entries.slice(before)
  }

  let standing = base.seq
  for await (const { key } of store.list('log/', commitKey(base.seq))) standing = Math.max(standing, Number(key.slice(4, -5)))
  await refresh()
  if (Math.min(standing, upTo) > head.seq) throw new Error(`log commit ${head.seq + 1}: missing, while later ones stand in the store`)

  return {
    base,
    entries,
    head: () => head,
    changed: () => changed,
    keyId: () => keyId,
    live: () => [...live.values()],
    isLive: (key) => live.has(key),
    refresh,
    async commitsAfter(seq) {
      const commits: Commit[] = []
      for (let number = seq + 1; number <= base.seq; number++) {
        const body = await store.get(commitKey(number))
        if (!body) throw new Error(`log commit ${number}: missing, while later ones stand in the store`)
        commits.push(decode(number, body).commit)
      }
      return [...commits, ...entries.map(({ commit }) => commit).filter((commit) => commit.seq > seq)]
    },
    async append(draft, after) {
      const seq = after + 1
      if (head.seq !== after) throw new CommitOvertaken(`log commit ${seq}: another writer's stands there`)
      const commit: Commit = { seq, commit_id: randomUUID(), prev_hash: head.hash || FIRST_HASH, ...draft }
      const body = seal(commit)
      await store.putIfAbsent(commitKey(seq), body)
      // The answer may have been lost, or be that of an earlier try of ours: what stands there decides (C3a, C3b).
      const found = await store.get(commitKey(seq))
      if (!found) throw new Error(`log commit ${seq}: written, but not there when read back`)
      const entry = decode(seq, found)
      if (entry.commit.commit_id !== commit.commit_id) throw new CommitOvertaken(`log commit ${seq}: another writer's stands there`)
      return admit(entry)
    },
  }
}
