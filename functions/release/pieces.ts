import { type FileRef, getFile, putFile } from '../lake/files.ts'
import { seal, unseal } from '../lake/sealed.ts'
import type { Store } from '../lake/store.ts'
import type { Made } from './count-things.ts'
import type { Batch } from './layout.ts'

/**
 * What a release leaves for the next one to go on from. All of it can be made again from the log: a piece that is lost or torn is
 * simply built anew.
 */
export interface Pieces {
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
  made: Record<string, Made>
}

/** A piece that could not be used. */
export class PieceLost extends Error {
  override name = 'PieceLost'
}

export async function keepPieces(store: Store, pieces: Pieces): Promise<FileRef> {
  return putFile(store, 'pieces', '.json', seal(pieces))
}

/** Reads a piece; throws PieceLost where it is not there as it was. */
export async function readPiece(store: Store, ref: FileRef): Promise<Uint8Array> {
  try {
    return await getFile(store, ref)
  } catch (error) {
    throw new PieceLost((error as Error).message, { cause: error })
  }
}

export async function readPieces(store: Store, ref: FileRef): Promise<Pieces> {
  return unseal<Pieces>('pieces', await readPiece(store, ref))
}

/** Every file that the pieces are made of. */
export function filesOf({ layout, totals, made }: Pieces): FileRef[] {
  return [
    ...layout.flatMap(({ workers, directory, things, revisions }) => [...workers, directory, things, revisions]),
    ...Object.values(totals),
    ...Object.values(made).flatMap(({ files }) => Object.values(files)),
  ]
}
