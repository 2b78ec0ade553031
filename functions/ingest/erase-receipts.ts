import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ReceiptRef } from '../event-log/commit.ts'
import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { ErasedTexts } from './erased-texts.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** What an erasure makes of receipts: those that change, with their new files, and the hashes of the files that were read. */
export interface RewrittenReceipts {
  changed: ReceiptRef[]
  receipts: string[]
  rejectedRows: string[]
}

/**
 * Rewrites receipts and their rejected rows without the numbers of a person. A file is read once, since its content never changes. The rows in a file
 * stay the same ones, so that a receipt still says with which row each file begins. A file of duplicate rows holds nothing but numbers of rows, and stays.
 */
export class ErasedReceipts {
  readonly #store: Store
  readonly #texts: ErasedTexts
  readonly #rewritten = new Map<string, FileRef>()

  constructor(store: Store, texts: ErasedTexts) {
    this.#store = store
    this.#texts = texts
  }

  /** The file without the numbers of the person: itself where it holds none. Its lines are JSON, packed or (before December 2026) plain. */
  async #file(ref: FileRef, folder: string): Promise<FileRef> {
    const known = this.#rewritten.get(ref.key)
    if (known) return known
    const ending = ref.key.slice(ref.key.indexOf('.'))
    const isPacked = ending.endsWith('.gz')
    const body = await getFile(this.#store, ref)
    const text = Buffer.from(isPacked ? await unpack(body) : body).toString('utf8')
    const clean = this.#texts.names(text)
      ? text
          .split('\n')
          .map((line) => JSON.stringify(this.#texts.json(JSON.parse(line))))
          .join('\n')
      : text
    const file = clean === text ? ref : await putFile(this.#store, folder, ending, isPacked ? await pack(clean) : Buffer.from(clean))
    this.#rewritten.set(ref.key, file)
    return file
  }

  /** Whether a file of rejected rows is there: where they are kept no longer, the garbage collection took it. */
  async #isThere({ key }: FileRef): Promise<boolean> {
    return this.#rewritten.has(key) || (await this.#store.get(key)) !== undefined
  }

  /** The receipts without the numbers of the person. */
  async rewrite(refs: readonly ReceiptRef[]): Promise<RewrittenReceipts> {
    const result: RewrittenReceipts = { changed: [], receipts: refs.map(({ sha256 }) => sha256), rejectedRows: [] }
    for (const ref of refs) {
      const file = await this.#file(ref, 'receipts')
      const keptAside: FileRef[] = []
      for (const kept of ref.kept_aside) {
        const isThere = await this.#isThere(kept)
        if (isThere) result.rejectedRows.push(kept.sha256)
        keptAside.push(isThere ? await this.#file(kept, 'kept') : kept)
      }
      if (file === ref && keptAside.every((kept, index) => kept === ref.kept_aside[index])) continue
      const { key, sha256, bytes } = file
      result.changed.push({ ...ref, key, sha256, bytes, kept_aside: keptAside, is_rewritten: true })
    }
    return result
  }
}
