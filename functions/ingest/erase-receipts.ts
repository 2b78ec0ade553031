import type { ReceiptRef } from '../event-log/commit.ts'
import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { ErasedTexts } from './erased-texts.ts'

/** Rewrites receipts and their rejected rows without the numbers of a person. A file is read once, since its content never changes. */
export class ErasedReceipts {
  readonly #store: Store
  readonly #texts: ErasedTexts
  readonly #rewritten = new Map<string, FileRef>()

  constructor(store: Store, texts: ErasedTexts) {
    this.#store = store
    this.#texts = texts
  }

  /** The file without the numbers of the person: itself where it holds none. Its lines are JSON. */
  async #file(ref: FileRef, folder: string, ending: string): Promise<FileRef> {
    const known = this.#rewritten.get(ref.key)
    if (known) return known
    const text = Buffer.from(await getFile(this.#store, ref)).toString('utf8')
    const clean = this.#texts.names(text)
      ? text
          .split('\n')
          .map((line) => JSON.stringify(this.#texts.json(JSON.parse(line))))
          .join('\n')
      : text
    const file = clean === text ? ref : await putFile(this.#store, folder, ending, Buffer.from(clean))
    this.#rewritten.set(ref.key, file)
    return file
  }

  /** The receipts that change, with their new files. */
  async rewrite(receipts: readonly ReceiptRef[]): Promise<ReceiptRef[]> {
    const changed: ReceiptRef[] = []
    for (const ref of receipts) {
      const file = await this.#file(ref, 'receipts', '.json')
      const keptAside: FileRef[] = []
      for (const kept of ref.kept_aside) keptAside.push(await this.#file(kept, 'kept', '.ndjson'))
      if (file === ref && keptAside.every((kept, index) => kept === ref.kept_aside[index])) continue
      const { key, sha256, bytes } = file
      changed.push({ ...ref, key, sha256, bytes, kept_aside: keptAside, is_rewritten: true })
    }
    return changed
  }
}
