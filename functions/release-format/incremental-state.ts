import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import { seal, unseal } from '../storage/sealed-json.ts'
import type { Store } from '../storage/store.ts'

/** A file of the layout: events of workers of one bucket and home. Of few events, all stand in one file. */
export interface PartitionFile extends FileRef {
  bucket: number
  /** The home of its workers; empty for all. */
  home: string
}

/**
 * Some events laid out for counting: those of workers by bucket and home (a worker's events are all in one file), with a directory that
 * tells which workers and sources stand in which homes; what names no worker; and the revisions above 1. A worker's home is the province that
 * all of the events are of, two digits, `00` where they name no region; `roaming` for workers of several. So an upload of a province touches
 * that home, the roaming, and few others. A pure function of the events and the number of buckets.
 */
export interface Batch {
  rows: number
  buckets: number
  workers: PartitionFile[]
  directory: FileRef
  things: FileRef
  revisions: FileRef
}

/** A table that was made before: from which text and which contents, and where it stands. */
export interface CachedTable {
  /** Hash of the model's text and of what it read. */
  key: string
  /** Hash of the model's text. */
  text: string
  /** Its rows; 0 for the cube, whose rows nobody asks for. */
  rows: number
  /** Its file, or those of its parts by name. */
  files: Record<string, FileRef>
}

/**
 * What a release leaves for the next one to go on from. All of it can be made again from the log: a piece that is lost or torn is
 * simply built anew.
 */
export interface IncrementalState {
  /** The commit up to which events are laid out and counted. */
  seq: number
  /** The engine that laid them out: another may put a worker into another bucket. */
  engine: string
  layout: Batch[]
  /** The sums over all workers, by the name of the table. */
  totals: Record<string, FileRef>
  /** Names the content of the events of things. */
  things: string
  /** The tables that were counted from things, by name. */
  made: Record<string, CachedTable>
}

/** A piece that could not be used. */
export class IncrementalStateLost extends Error {
  override name = 'IncrementalStateLost'
}

export async function writeIncrementalState(store: Store, pieces: IncrementalState): Promise<FileRef> {
  return putFile(store, 'pieces', '.json', seal(pieces))
}

/** Reads a piece; throws IncrementalStateLost where it is not there as it was. */
export async function readStateFile(store: Store, ref: FileRef): Promise<Uint8Array> {
  try {
    return await getFile(store, ref)
  } catch (error) {
    throw new IncrementalStateLost((error as Error).message, { cause: error })
  }
}

export async function readIncrementalState(store: Store, ref: FileRef): Promise<IncrementalState> {
  return unseal<IncrementalState>('pieces', await readStateFile(store, ref))
}

/** Every file that the pieces are made of. */
export function filesOf({ layout, totals, made }: IncrementalState): FileRef[] {
  return [
    ...layout.flatMap(({ workers, directory, things, revisions }) => [...workers, directory, things, revisions]),
    ...Object.values(totals),
    ...Object.values(made).flatMap(({ files }) => Object.values(files)),
  ]
}
