import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import { fromFormat } from '../storage/format-version.ts'
import { unseal } from '../storage/sealed-json.ts'

/** A file of accepted events that a commit adds. */
export interface EventFile extends FileRef {
  rows: number
  /** The scan for numbers of people when it was written: the version of the rule, and how many it found; absent in files from before. */
  scan?: { rule: number; findings: number }
}

/** The receipt of an upload as its commit names it: the stored file, and the key it was sent under. */
export interface ReceiptRef extends FileRef {
  receipt_id: string
  /** Keyed hash of the Idempotency-Key, where one was sent. */
  idempotency?: string
  /** Files with the rejected rows and their reasons. The field keeps its old name because it is stored. */
  kept_aside: FileRef[]
  /** Set where an erasure wrote the files anew: this entry takes the place of the receipt's earlier one. */
  is_rewritten?: true
  /** The numbers of its duplicate rows, where there are more than the receipt lists. */
  duplicates?: FileRef
  /** How many rows it has. Absent in commits of before December 2026, as are `day` and `first`. */
  rows?: number
  /** The day of its arrival in Shanghai, from which its rejected rows are kept for some time. */
  day?: string
  /** The first receipt of the same bytes, where this one is of a later look at rows that were refused. */
  first?: string
}

/** The files that hold the rows of a receipt which were not taken: they are kept for some time only. */
export function keptFiles({ kept_aside, duplicates }: ReceiptRef): FileRef[] {
  return duplicates ? [...kept_aside, duplicates] : kept_aside
}

/** The folder of the certificates of erasures. */
export const CERTIFICATES = 'erasures/'

/** What was done about a person who asked to be erased. It does not identify the person. */
export interface Erasure {
  erasure_id: string
  /** The legal ground: the article, or the consent that was withdrawn. */
  ground: string
  /** Where the request is filed. */
  ticket: string
  /** How many events named the person. */
  events: number
}

/** A finding of a scan that a person looked at and calls harmless: digits that are the number of nobody. */
export interface HarmlessFinding {
  /** The name of the finding, see `Finding`. */
  finding: string
  reason: string
}

/**
 * What a commit does: adds an upload, rewrites files without changing what is counted, records that a finding is harmless, or puts right what a wrong
 * clock left.
 */
export type CommitKind = 'upload' | 'compaction' | 'key_rotation' | 'erasure' | 'harmless_finding' | 'clock_correction'

/** One entry of the log, as it is stored (step C3 of functions/event-log/PROTOCOL.md). Each commit names the hash of the one before it. */
export interface Commit {
  seq: number
  commit_id: string
  prev_hash: string
  kind: CommitKind
  committed_at: string
  /** Version of the rules that checked an upload: the hash of the catalogue. */
  catalogue?: string
  /** The id of the key that made the pseudonyms. */
  key_id: string
  adds: EventFile[]
  removes: string[]
  receipts: ReceiptRef[]
  erasure?: Erasure
  harmless?: HarmlessFinding
  /** Of a correction of the clock: the commits whose stamps were in the future, and how many events got another day of arrival. */
  correction?: { commits: { seq: number; committed_at: string }[]; events: number }
}

/** A commit before it has its number, its id and the hash of the commit before it. */
export type CommitDraft = Omit<Commit, 'seq' | 'commit_id' | 'prev_hash'>

/** A commit with the hash of its stored bytes. */
export interface LogEntry {
  commit: Commit
  hash: string
}

/** A position in the log: number and hash of a commit; 0 and empty before the first one. */
export interface LogHead {
  seq: number
  hash: string
}

/** The `prev_hash` of the first commit. */
export const FIRST_HASH = '0'.repeat(64)

/** The store key of a commit. The number has 20 digits, so that the order of keys is the order of commits. */
export function commitKey(seq: number): string {
  return `log/${String(seq).padStart(20, '0')}.json`
}

/** The number of the commit stored under a key. */
export function commitNumber(key: string): number {
  return Number(key.slice('log/'.length, -'.json'.length))
}

/** Decodes the stored bytes of commit `seq`; throws if they were altered or hold another number, and NewerFormat if later code wrote them. */
export function decodeCommit(seq: number, body: Uint8Array): LogEntry {
  const what = `log commit ${seq}`
  const commit = fromFormat('commit', what, unseal<Commit>(what, body))
  if (commit.seq !== seq) throw new Error(`${what}: expected number ${seq} in the commit, got ${commit.seq}`)
  return { commit, hash: sha256(body) }
}

/**
 * Whether a commit changes what a release holds. Rewritten files hold the same events, but for days of arrival that were put right; of an erased
 * person, a release holds less than the one before it.
 */
export function changesCounts({ kind, adds }: Commit): boolean {
  return (kind === 'upload' || kind === 'erasure' || kind === 'clock_correction') && adds.length > 0
}

/** Another writer's commit has the number that ours would have had. */
export class CommitOvertaken extends Error {
  override name = 'CommitOvertaken'
  constructor(seq: number) {
    super(`log commit ${seq}: another writer's commit has this number`)
  }
}
