import { damagedFiles } from '../../storage/blobs.ts'
import type { FileRef } from '../../storage/blobs.ts'
import type { Store } from '../../storage/store.ts'
import { CHECKPOINT_POINTER, checkpointFiles, readCheckpoint } from '../checkpoint.ts'
import { FIRST_HASH, type LogHead, type ReceiptRef, commitKey, decodeCommit, keptFiles } from '../commit.ts'
import { openWholeLog } from '../log.ts'
import { receiptsNow } from '../receipts-now.ts'

/** A release as the log is compared with it: the position that it was built from, and its files. */
export interface ReleaseOfLog {
  release: string
  log: LogHead
  files: Record<string, FileRef>
}

export interface VerifyOptions {
  releases: readonly ReleaseOfLog[]
  /** Whether every file that the log and the releases name is read, too; else only the commits are. */
  readsFiles: boolean
  /** Whether the rows of a receipt that were not taken are still kept; they may be gone otherwise. */
  isKept(receipt: ReceiptRef): boolean
}

/** What a verification of a dataset found. */
export interface Verification extends LogHead {
  files: number
  /** A sentence for each thing that is wrong. */
  problems: string[]
}

/** Every number from the first commit to the last one that exists: those that are missing, altered, or do not follow the one before. */
async function chainProblems(store: Store): Promise<string[]> {
  const numbers: number[] = []
  for await (const { key } of store.list('log/')) numbers.push(Number(key.slice('log/'.length, -'.json'.length)))
  const { seq } = await readCheckpoint(store)
  const last = Math.max(seq, ...numbers.slice(-1))
  const problems: string[] = []
  let before: string | undefined = FIRST_HASH
  for (let number = 1; number <= last; number++) {
    const body = await store.get(commitKey(number))
    if (!body) {
      problems.push(`log commit ${number}: missing`)
      before = undefined
      continue
    }
    try {
      const { commit, hash } = decodeCommit(number, body)
      if (before !== undefined && commit.prev_hash !== before)
        problems.push(
          `log commit ${number}: it names another commit ${number - 1} than the one in the store, so one of the two was changed`,
        )
      before = hash
    } catch (error) {
      problems.push((error as Error).message)
      before = undefined
    }
  }
  return problems
}

async function checkpointProblems(store: Store, hashes: ReadonlyMap<number, string>): Promise<string[]> {
  if (!(await store.read(CHECKPOINT_POINTER))) return []
  const { seq, hash } = await readCheckpoint(store)
  if (seq === 0) return ['checkpoint: it cannot be read']
  return hashes.get(seq) === hash ? [] : [`checkpoint: it names commit ${seq} with another hash than the log has`]
}

/**
 * Verifies a dataset: every commit from the first on, behind the checkpoint as well; that the checkpoint and each release name a commit of this very
 * log; and with `readsFiles` the bytes of every file that the log and the releases name. Changes nothing.
 */
export async function verifyLog(store: Store, { releases, readsFiles, isKept }: VerifyOptions): Promise<Verification> {
  const broken = await chainProblems(store)
  // A log that does not chain cannot be followed any further.
  if (broken.length > 0) return { seq: 0, hash: '', files: 0, problems: broken }
  const log = await openWholeLog(store)
  const hashes = new Map(log.entries.map(({ commit, hash }) => [commit.seq, hash]))
  const problems = await checkpointProblems(store, hashes)
  for (const { release, log: at } of releases)
    if (at.seq > 0 && hashes.get(at.seq) !== at.hash)
      problems.push(`release ${release}: it was built from a commit ${at.seq} that the log does not have`)
  if (!readsFiles) return { ...log.head(), files: 0, problems }
  const receipts = await receiptsNow(store, log)
  const files = [
    ...log.live(),
    ...receipts.flatMap(({ ref }): FileRef[] => [ref, ...(isKept(ref) ? keptFiles(ref) : [])]),
    ...releases.flatMap((one) => Object.values(one.files)),
  ]
  for (const key of await damagedFiles(store, files)) problems.push(`file ${key}: missing or altered`)
  await checkpointFiles(store).catch((error: unknown) => problems.push((error as Error).message))
  return { ...log.head(), files: new Set(files.map(({ key }) => key)).size, problems }
}
