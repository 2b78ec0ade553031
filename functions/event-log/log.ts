import { randomUUID } from 'node:crypto'
import { inFormat } from '../storage/format-version.ts'
import { seal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'
import { type Checkpoint, NO_CHECKPOINT, readCheckpoint } from './checkpoint.ts'
import {
  type Commit,
  type CommitDraft,
  CommitOvertaken,
  type EventFile,
  FIRST_HASH,
  type LogEntry,
  type LogHead,
  changesCounts,
  commitKey,
  commitNumber,
  decodeCommit,
} from './commit.ts'

/** The log of one dataset as far as this process has read it. */
export interface Log {
  /** The checkpoint where reading began. */
  base: Checkpoint
  /** The commits after the checkpoint. */
  entries: readonly LogEntry[]
  head(): LogHead
  /** The last commit that changed what is counted. */
  changed(): LogHead
  /** The id of the key that made the pseudonyms of the live files; empty before the first commit. */
  keyId(): string
  /** The live event files, those added and not removed, in the order they were added. */
  live(): EventFile[]
  isLive(key: string): boolean
  /** Reads what other writers committed since; returns the new entries. */
  refresh(): Promise<LogEntry[]>
  /** The commits after a number, including those behind the checkpoint. */
  commitsAfter(seq: number): Promise<Commit[]>
  /**
   * Makes the draft commit number `after + 1` (step C3 of functions/event-log/PROTOCOL.md). Throws CommitOvertaken if another writer's
   * commit has this number: the caller reads what is new and tries again with a new draft.
   */
  append(draft: CommitDraft, after: number): Promise<LogEntry>
}

/**
 * Opens the log of the dataset in this store; with `upTo`, as it was at that commit. Throws if a number is missing or a hash does not
 * match the chain.
 */
export async function openLog(store: Store, upTo = Infinity): Promise<Log> {
  const checkpoint = await readCheckpoint(store)
  return openLogFrom(store, checkpoint.seq > upTo ? NO_CHECKPOINT : checkpoint, upTo)
}

/** Opens the log without its checkpoint, so that every commit is read and every hash is checked. */
export async function openWholeLog(store: Store): Promise<Log> {
  return openLogFrom(store, NO_CHECKPOINT)
}

const missingCommit = (seq: number) => new Error(`log commit ${seq}: missing, although later commits exist`)

async function readCommit(store: Store, seq: number): Promise<LogEntry | undefined> {
  const body = await store.get(commitKey(seq))
  return body && decodeCommit(seq, body)
}

/** The number of the latest commit that the store lists, at least `from`. */
async function latestListed(store: Store, from: number): Promise<number> {
  let latest = from
  for await (const { key } of store.list('log/', commitKey(from))) latest = Math.max(latest, commitNumber(key))
  return latest
}

/** What follows from a checkpoint and the commits after it, updated commit by commit. */
class LogState {
  readonly base: Checkpoint
  readonly entries: LogEntry[] = []
  readonly live: Map<string, EventFile>
  head: LogHead
  changed: LogHead
  keyId: string

  constructor(base: Checkpoint) {
    this.base = base
    this.live = new Map(base.live.map((file) => [file.key, file]))
    this.head = { seq: base.seq, hash: base.hash }
    this.changed = base.changed
    this.keyId = base.key_id
  }

  prevHash(): string {
    return this.head.hash || FIRST_HASH
  }

  /** Applies the next entry. Two concurrent readers may bring the same entry: the second call finds it applied. */
  apply(entry: LogEntry): LogEntry {
    const { commit, hash } = entry
    const existing = this.entries[commit.seq - this.base.seq - 1]
    if (existing) return existing
    if (commit.prev_hash !== this.prevHash()) {
      throw new Error(`log commit ${commit.seq}: expected it to follow the commit ${commit.seq - 1} in the store, it names another hash`)
    }
    this.entries.push(entry)
    for (const key of commit.removes) this.live.delete(key)
    for (const file of commit.adds) this.live.set(file.key, file)
    this.head = { seq: commit.seq, hash }
    this.keyId = commit.key_id
    if (changesCounts(commit)) this.changed = this.head
    return entry
  }
}

async function openLogFrom(store: Store, base: Checkpoint, upTo = Infinity): Promise<Log> {
  const state = new LogState(base)

  async function refresh(): Promise<LogEntry[]> {
    const before = state.entries.length
    while (state.head.seq < upTo) {
      const entry = await readCommit(store, state.head.seq + 1)
      if (!entry) break
      state.apply(entry)
    }
    return state.entries.slice(before)
  }

  async function commitsAfter(seq: number): Promise<Commit[]> {
    const commits: Commit[] = []
    for (let number = seq + 1; number <= base.seq; number++) {
      const entry = await readCommit(store, number)
      if (!entry) throw missingCommit(number)
      commits.push(entry.commit)
    }
    return [...commits, ...state.entries.map(({ commit }) => commit).filter((commit) => commit.seq > seq)]
  }

  async function append(draft: CommitDraft, after: number): Promise<LogEntry> {
    const seq = after + 1
    if (state.head.seq !== after) throw new CommitOvertaken(seq)
    const commit: Commit = { seq, commit_id: randomUUID(), prev_hash: state.prevHash(), ...draft }
    await store.putIfAbsent(commitKey(seq), seal(inFormat('commit', commit)))
    // The answer may be lost, or refuse an earlier try of ours: the commit in the store decides (C3a, C3b).
    const stored = await readCommit(store, seq)
    if (!stored) throw new Error(`log commit ${seq}: expected it in the store after the write, got nothing`)
    if (stored.commit.commit_id !== commit.commit_id) throw new CommitOvertaken(seq)
    return state.apply(stored)
  }

  const latest = await latestListed(store, base.seq)
  await refresh()
  if (Math.min(latest, upTo) > state.head.seq) throw missingCommit(state.head.seq + 1)

  return {
    base,
    entries: state.entries,
    head: () => state.head,
    changed: () => state.changed,
    keyId: () => state.keyId,
    live: () => [...state.live.values()],
    isLive: (key) => state.live.has(key),
    refresh,
    commitsAfter,
    append,
  }
}
