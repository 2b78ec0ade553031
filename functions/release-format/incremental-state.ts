import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import { fromFormat, inFormat } from '../storage/format-version.ts'
import { seal, unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'

/** A file of partitioned events: workers of one bucket and home province. A small batch has one file for all. */
export interface PartitionFile extends FileRef {
  bucket: number
  /**
   * Home province of its workers: two digits if all of their events are in it, `00` if the events name no region, `roaming` for workers with events
   * in several provinces. Empty in a small batch.
   */
  home: string
}

/**
 * Partitioned events. All events of a worker in a batch are in one file, chosen by hash and home province, so an upload of one province touches few
 * files. Depends only on the events and the number of buckets.
 */
export interface Batch {
  /** Number of events. */
  rows: number
  buckets: number
  /** Events that name a worker. */
  workers: PartitionFile[]
  /** Index: which workers (as a hash) and which sources have events in the files of which home. */
  directory: FileRef
  /** Events that name no worker. */
  things: FileRef
  /** Identities of events with a revision above 1. */
  revisions: FileRef
  /** The events that name a worker by several identifiers; absent if there are none. */
  names?: FileRef
}

/** A stored table of entities, with the hashes by which the next release finds that it can reuse it. */
export interface CachedTable {
  /** Hash of the model's SQL and of its inputs. */
  key: string
  /** Hash of the model's SQL. */
  text: string
  /** Number of rows; 0 for the cube, whose rows are not counted. */
  rows: number
  /** Its file, or the files of its parts, by name. */
  files: Record<string, FileRef>
}

/**
 * What a release stores for the next one to resume from. All of it can be computed from the log: if a file is missing or altered, the next release
 * is counted from scratch. The field names are stored, see README.md.
 */
export interface IncrementalState {
  /** The commit up to which events are partitioned and counted. */
  seq: number
  /** The engine that partitioned them: another one may hash a worker to another bucket. */
  engine: string
  layout: Batch[]
  /** The sums over all workers, and the table of contradictions about who is one person, by the name of the table. */
  totals: Record<string, FileRef>
  /** Hash that names the content of the events that name no worker. */
  things: string
  /** The tables of entities, by name. */
  made: Record<string, CachedTable>
}

/** A file of the incremental state is missing or altered. */
export class IncrementalStateLost extends Error {
  override name = 'IncrementalStateLost'
}

export async function writeIncrementalState(store: Store, state: IncrementalState): Promise<FileRef> {
  return putFile(store, 'pieces', '.json', seal(inFormat('state', state)))
}

/** Reads a file of the incremental state. Throws IncrementalStateLost if it is missing or altered. */
export async function readStateFile(store: Store, ref: FileRef): Promise<Uint8Array> {
  try {
    return await getFile(store, ref)
  } catch (error) {
    throw new IncrementalStateLost((error as Error).message, { cause: error })
  }
}

export async function readIncrementalState(store: Store, ref: FileRef): Promise<IncrementalState> {
  return fromFormat('state', `state ${ref.key}`, unseal<IncrementalState>('pieces', await readStateFile(store, ref)))
}

/** Every file of the incremental state. */
export function filesOf({ layout, totals, made }: IncrementalState): FileRef[] {
  return [
    ...layout.flatMap(({ workers, directory, things, revisions, names }) => [
      ...workers,
      directory,
      things,
      revisions,
      ...(names ? [names] : []),
    ]),
    ...Object.values(totals),
    ...Object.values(made).flatMap(({ files }) => Object.values(files)),
  ]
}
