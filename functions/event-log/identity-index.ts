import { hash } from 'node:crypto'
import { type FileRef, getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { EventFile } from './commit.ts'
import { decodeIdentities } from './event-file.ts'
import { ERASED } from './fingerprint.ts'

/** Words (32 bits) of a packed entry: four of the identity's hash, then four of the fingerprint. */
export const ENTRY_WORDS = 8

/** Entries of a chunk of the table. */
const CHUNK = 32_768

/** How a packed entry compares with the table: its identity is not there, or is there with the same or with other content. */
export type Match = 'new' | 'same' | 'other'

/**
 * Which identities and revisions were accepted, and with which fingerprint. An entry is 32 bytes: 128 bits of SHA-256 over source, id
 * and revision, and the fingerprint; with its slot in the hash table about 45 bytes an event, however long its id is.
 */
export interface Identities {
  size(): number
  add(source: string, id: string, revision: number, fingerprint: string): void
  /** Compares the packed entry at word `at` of `entries` with the table. */
  match(entries: Uint32Array, at: number): Match
  /** The fingerprint (32 hex digits) that the table has for the identity of a packed entry, which must be in it. */
  fingerprintOf(entries: Uint32Array, at: number): string
  addPacked(entries: Uint32Array, at: number): void
  /** Whether any person was erased. */
  hasErased(): boolean
  /** Whether any identity of the other table is in this one too. */
  intersects(other: Identities): boolean
  addAll(other: Identities): void
  /** Adds packed entries; a later entry of an identity replaces an earlier one. */
  unpack(packed: Uint8Array): void
  /** The entries from number `from` on, packed as bytes. */
  pack(from: number): Uint8Array[]
}

/** Packs an identity and its fingerprint at word `at` of a list of entries. */
export function packEntry(into: Uint32Array, at: number, source: string, id: string, revision: number, fingerprint: string): void {
  const identity = wordsOf(source, id, revision)
  const content = wordsOfHex(fingerprint)
  for (let word = 0; word < 4; word++) {
    into[at + word] = identity[word]!
    into[at + 4 + word] = content[word]!
  }
}

/** An empty table of identities. */
export function emptyIdentities(): Identities {
  return new IdentityTable()
}

class IdentityTable implements Identities {
  readonly #chunks: Uint32Array[] = []
  /** By slot: the number of the entry plus one; 0 if the slot is free. Collisions go to the next free slot. */
  #slots = new Uint32Array(1024)
  #size = 0
  #hasErased = false

  size(): number {
    return this.#size
  }

  add(source: string, id: string, revision: number, fingerprint: string): void {
    const words = wordsOf(source, id, revision)
    this.#put(words, 0, wordsOfHex(fingerprint), 0)
  }

  match(entries: Uint32Array, at: number): Match {
    const found = this.#slots[this.#slotOf(entries, at)]!
    if (found === 0) return 'new'
    const chunk = this.#chunks[Math.floor((found - 1) / CHUNK)]!
    const from = ((found - 1) % CHUNK) * ENTRY_WORDS
    for (let word = 4; word < ENTRY_WORDS; word++) if (chunk[from + word] !== entries[at + word]) return 'other'
    return 'same'
  }

  fingerprintOf(entries: Uint32Array, at: number): string {
    const entry = this.#slots[this.#slotOf(entries, at)]! - 1
    const chunk = this.#chunks[Math.floor(entry / CHUNK)]!
    return Buffer.from(chunk.buffer, ((entry % CHUNK) * ENTRY_WORDS + 4) * 4, 16).toString('hex')
  }

  addPacked(entries: Uint32Array, at: number): void {
    this.#put(entries, at, entries, at + 4)
  }

  hasErased(): boolean {
    return this.#hasErased
  }

  intersects(other: Identities): boolean {
    for (const chunk of (other as IdentityTable).#filled())
      for (let at = 0; at < chunk.length; at += ENTRY_WORDS) if (this.#slots[this.#slotOf(chunk, at)] !== 0) return true
    return false
  }

  addAll(other: Identities): void {
    for (const chunk of (other as IdentityTable).#filled())
      for (let at = 0; at < chunk.length; at += ENTRY_WORDS) this.#put(chunk, at, chunk, at + 4)
  }

  unpack(packed: Uint8Array): void {
    const words = new Uint32Array(packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength))
    for (let at = 0; at < words.length; at += ENTRY_WORDS) this.#put(words, at, words, at + 4)
  }

  pack(from: number): Uint8Array[] {
    return this.#filled(from).map((chunk) => new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }

  #filled(from = 0): Uint32Array[] {
    return this.#chunks
      .map((chunk, index) =>
        chunk.subarray(Math.max(0, from - index * CHUNK) * ENTRY_WORDS, Math.max(0, this.#size - index * CHUNK) * ENTRY_WORDS),
      )
      .filter((chunk) => chunk.length > 0)
  }

  /** The slot of an identity, or the free slot where it would go. */
  #slotOf(words: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1
    for (let slot = words[at]! & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!
      if (entry === 0) return slot
      const chunk = this.#chunks[Math.floor((entry - 1) / CHUNK)]!
      const found = ((entry - 1) % CHUNK) * ENTRY_WORDS
      if (
        chunk[found] === words[at] &&
        chunk[found + 1] === words[at + 1] &&
        chunk[found + 2] === words[at + 2] &&
        chunk[found + 3] === words[at + 3]
      )
        return slot
    }
  }

  #put(words: Uint32Array, at: number, fingerprint: Uint32Array, from: number): void {
    this.#hasErased ||= (fingerprint[from]! | fingerprint[from + 1]! | fingerprint[from + 2]! | fingerprint[from + 3]!) === 0
    const slot = this.#slotOf(words, at)
    const existing = this.#slots[slot]!
    const entry = existing === 0 ? this.#size : existing - 1
    if (entry % CHUNK === 0 && existing === 0) this.#chunks.push(new Uint32Array(CHUNK * ENTRY_WORDS))
    const chunk = this.#chunks[Math.floor(entry / CHUNK)]!
    const to = (entry % CHUNK) * ENTRY_WORDS
    for (let word = 0; word < 4; word++) {
      chunk[to + word] = words[at + word]!
      chunk[to + 4 + word] = fingerprint[from + word]!
    }
    if (existing !== 0) return
    this.#slots[slot] = ++this.#size
    if (this.#size > this.#slots.length * 0.6) this.#grow()
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2)
    for (let entry = 0; entry < this.#size; entry++) {
      const chunk = this.#chunks[Math.floor(entry / CHUNK)]!
      this.#slots[this.#slotOf(chunk, (entry % CHUNK) * ENTRY_WORDS)] = entry + 1
    }
  }
}

const scratch = Buffer.alloc(32)
const scratchWords = new Uint32Array(scratch.buffer, scratch.byteOffset, 8)

let last: readonly [source: string, id: string, revision: number] = ['', '', -1]

/** The four words of an identity, valid until the next call. Consecutive calls for one identity hash it once. */
function wordsOf(source: string, id: string, revision: number): Uint32Array {
  if (last[2] === revision && last[1] === id && last[0] === source) return scratchWords
  last = [source, id, revision]
  scratch.write(hash('sha256', `${source}\u0000${id}\u0000${revision}`, 'binary'), 'latin1')
  return scratchWords
}

const hexScratch = Buffer.alloc(16)
const hexWords = new Uint32Array(hexScratch.buffer, hexScratch.byteOffset, 4)

function wordsOfHex(fingerprint: string): Uint32Array {
  hexScratch.write(fingerprint, 'hex')
  return hexWords
}

/** Adds the identities of an event file. */
export async function loadEventFile(identities: Identities, store: Store, file: EventFile): Promise<void> {
  for (const row of await decodeIdentities(await getFile(store, file))) {
    identities.add(row.source, row.id, row.revision, row.fingerprint)
    // No revision is 0: that number records that the person of this event was erased.
    if (row.fingerprint === ERASED) identities.add(row.source, row.id, 0, ERASED)
  }
}

/** Adds the identity files of a checkpoint. */
export async function loadPacked(identities: Identities, store: Store, files: readonly FileRef[]): Promise<void> {
  for (const file of files) identities.unpack(await getFile(store, file))
}
