import { hash } from 'node:crypto'
import { decodeIdentities } from './event-file.ts'
import { ERASED } from './fingerprint.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import type { EventFile } from './log.ts'
import type { Store } from '../storage/store.ts'

/** Words of 32 bits of an entry: four of the identity's hash, four of the fingerprint. */
const WORDS = 8
const CHUNK = 32_768

/**
 * Which identities and revisions were accepted, and with what fingerprint. An entry is 32 bytes: 128 bits of SHA-256 over source, id
 * and revision, and the fingerprint; with its place in the table about 45 bytes an event, whatever the length of its id.
 */
export interface Identities {
  size(): number
  /** Fingerprint of the accepted event (32 hex digits), undefined where there is none. */
  find(source: string, id: string, revision: number): string | undefined
  add(source: string, id: string, revision: number, fingerprint: string): void
  /** What becomes of a packed entry: nothing of its identity is here, the same content is, or other content. */
  fateOf(entry: Uint32Array, at: number): Fate
  /** The fingerprint that stands for the identity of a packed entry, which must be here. */
  standing(entry: Uint32Array, at: number): string
  /** Takes in a packed entry. */
  take(entry: Uint32Array, at: number): void
  /** Whether any person was erased. */
  hasErased(): boolean
  /** Whether any entry of the other is in this one too. */
  meets(other: Identities): boolean
  /** Takes in every entry of the other. */
  absorb(other: Identities): void
  /** Takes in packed entries; a later entry of an identity replaces an earlier one. */
  unpack(piece: Uint8Array): void
  /** The entries from a number on, packed as bytes. */
  pack(from: number): Uint8Array[]
}

/** What a new arrival is beside what was accepted before. */
export type Fate = 'new' | 'same' | 'other'

/** Words of a packed entry: the identity's hash, then the fingerprint. */
export const ENTRY_WORDS = WORDS

/** Packs an identity and its fingerprint at a place of a list of entries. */
export function packEntry(into: Uint32Array, at: number, source: string, id: string, revision: number, fingerprint: string): void {
  const identity = wordsOf(source, id, revision)
  const content = wordsOfHex(fingerprint)
  for (let word = 0; word < 4; word++) {
    into[at + word] = identity[word]!
    into[at + 4 + word] = content[word]!
  }
}

/** An empty table of identities. */
export function noIdentities(): Identities {
  return new IdentityTable()
}

class IdentityTable implements Identities {
  readonly #chunks: Uint32Array[] = []
  /** Number of an entry and one more, by place; 0 where the place is free. */
  #places = new Uint32Array(1024)
  #size = 0
  #hasErased = false

  size(): number {
    return this.#size
  }

  find(source: string, id: string, revision: number): string | undefined {
    const place = this.#placeOf(wordsOf(source, id, revision), 0)
    const entry = this.#places[place]!
    if (entry === 0) return undefined
    return this.#fingerprintAt(entry)
  }

  add(source: string, id: string, revision: number, fingerprint: string): void {
    const words = wordsOf(source, id, revision)
    this.#put(words, 0, wordsOfHex(fingerprint), 0)
  }

  fateOf(entry: Uint32Array, at: number): Fate {
    const found = this.#places[this.#placeOf(entry, at)]!
    if (found === 0) return 'new'
    const chunk = this.#chunks[Math.floor((found - 1) / CHUNK)]!
    const from = ((found - 1) % CHUNK) * WORDS
    for (let word = 4; word < WORDS; word++) if (chunk[from + word] !== entry[at + word]) return 'other'
    return 'same'
  }

  standing(entry: Uint32Array, at: number): string {
    return this.#fingerprintAt(this.#places[this.#placeOf(entry, at)]!)
  }

  take(entry: Uint32Array, at: number): void {
    this.#put(entry, at, entry, at + 4)
  }

  hasErased(): boolean {
    return this.#hasErased
  }

  #fingerprintAt(place: number): string {
    const chunk = this.#chunks[Math.floor((place - 1) / CHUNK)]!
    return Buffer.from(chunk.buffer, (((place - 1) % CHUNK) * WORDS + 4) * 4, 16).toString('hex')
  }

  meets(other: Identities): boolean {
    for (const chunk of (other as IdentityTable).#filled())
      for (let at = 0; at < chunk.length; at += WORDS) if (this.#places[this.#placeOf(chunk, at)] !== 0) return true
    return false
  }

  absorb(other: Identities): void {
    for (const chunk of (other as IdentityTable).#filled())
      for (let at = 0; at < chunk.length; at += WORDS) this.#put(chunk, at, chunk, at + 4)
  }

  unpack(piece: Uint8Array): void {
    const words = new Uint32Array(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.byteLength))
    for (let at = 0; at < words.length; at += WORDS) this.#put(words, at, words, at + 4)
  }

  pack(from: number): Uint8Array[] {
    return this.#filled(from).map((chunk) => new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }

  #filled(from = 0): Uint32Array[] {
    return this.#chunks
      .map((chunk, index) => chunk.subarray(Math.max(0, from - index * CHUNK) * WORDS, Math.max(0, this.#size - index * CHUNK) * WORDS))
      .filter((chunk) => chunk.length > 0)
  }

  /** Where an identity stands in the table, or the free place where it would. */
  #placeOf(words: Uint32Array, at: number): number {
    const mask = this.#places.length - 1
    for (let place = words[at]! & mask; ; place = (place + 1) & mask) {
      const entry = this.#places[place]!
      if (entry === 0) return place
      const chunk = this.#chunks[Math.floor((entry - 1) / CHUNK)]!
      const found = ((entry - 1) % CHUNK) * WORDS
      if (
        chunk[found] === words[at] &&
        chunk[found + 1] === words[at + 1] &&
        chunk[found + 2] === words[at + 2] &&
        chunk[found + 3] === words[at + 3]
      )
        return place
    }
  }

  #put(words: Uint32Array, at: number, fingerprint: Uint32Array, from: number): void {
    this.#hasErased ||= (fingerprint[from]! | fingerprint[from + 1]! | fingerprint[from + 2]! | fingerprint[from + 3]!) === 0
    const place = this.#placeOf(words, at)
    const standing = this.#places[place]!
    const entry = standing === 0 ? this.#size : standing - 1
    if (entry % CHUNK === 0 && standing === 0) this.#chunks.push(new Uint32Array(CHUNK * WORDS))
    const chunk = this.#chunks[Math.floor(entry / CHUNK)]!
    const to = (entry % CHUNK) * WORDS
    for (let word = 0; word < 4; word++) {
      chunk[to + word] = words[at + word]!
      chunk[to + 4 + word] = fingerprint[from + word]!
    }
    if (standing !== 0) return
    this.#places[place] = ++this.#size
    if (this.#size > this.#places.length * 0.6) this.#grow()
  }

  #grow(): void {
    this.#places = new Uint32Array(this.#places.length * 2)
    for (let entry = 0; entry < this.#size; entry++) {
      const chunk = this.#chunks[Math.floor(entry / CHUNK)]!
      this.#places[this.#placeOf(chunk, (entry % CHUNK) * WORDS)] = entry + 1
    }
  }
}

const scratch = Buffer.alloc(32)
const scratchWords = new Uint32Array(scratch.buffer, scratch.byteOffset, 8)

let last: readonly [source: string, id: string, revision: number] = ['', '', -1]

/** The four words of an identity; good until the next call. An identity is looked for and then added: it is hashed once. */
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

/** Takes in who is in an event file. */
export async function admitFile(identities: Identities, store: Store, file: EventFile): Promise<void> {
  for (const row of await decodeIdentities(await getFile(store, file))) {
    identities.add(row.source, row.id, row.revision, row.fingerprint)
    // No revision is 0: there it is noted that the person of this event was erased.
    if (row.fingerprint === ERASED) identities.add(row.source, row.id, 0, ERASED)
  }
}

/** Takes in the pieces of a checkpoint. */
export async function admitPieces(identities: Identities, store: Store, pieces: readonly FileRef[]): Promise<void> {
  for (const piece of pieces) identities.unpack(await getFile(store, piece))
}
