import { randomBytes, randomUUID } from 'node:crypto'
import { decodeEvents } from '../event-log/event-file.ts'
import { getFile } from '../storage/blobs.ts'
import { ERASED, type FingerprintedEvent } from '../event-log/fingerprint.ts'
import { fromJson } from '../storage/json.ts'
import type { EventFile, LogEntry } from '../event-log/commit.ts'
import { type Log, openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import { pseudonymsIn, withPseudonyms } from './rotate-key.ts'
import { type FileNames, allTiedTo, readNames, tiesOf } from './tied-identifiers.ts'

/** A request for erasure: the person's pseudonym, the legal ground, and where the request is filed. */
export interface ErasureRequest {
  pseudonym: string
  /** The pseudonyms of the other identifiers that the request names. */
  others?: readonly string[]
  ground: string
  ticket: string
}

/** The record of an erasure, for the person who asked and for auditors. It does not identify the person. */
export interface ErasureCertificate {
  erasure_id: string
  commit: number
  erased_at: string
  ground: string
  ticket: string
  /** How many events named the person. */
  events: number
  /** The files that named the person (SHA-256), and the files that replaced them. */
  files_before: string[]
  files_after: string[]
  /** How many live files still name the person, read back after the commit: 0. */
  hits_after: number
  /** The replaced files are gone some time after this: the garbage collection needs two runs a day apart. */
  files_gone_after: string
}

const certificateKey = (id: string) => `erasures/${id}.json`

const TWO_DAYS = 2 * 86_400_000

/** One erasure, through all its attempts to commit. What was read of a file is kept, since its content never changes. */
class Erasure {
  readonly #store: Store
  readonly #named: readonly string[]
  readonly #names = new Map<string, FileNames>()
  /** The stand-in of each erased pseudonym: random, and the same one everywhere, so that past counts stay the same. */
  readonly #standIns = new Map<string, string>()
  #replacements = new Map<string, { events: number; file: EventFile }>()

  constructor(store: Store, named: readonly string[]) {
    this.#store = store
    this.#named = named
  }

  #isErased = (one: FingerprintedEvent) => pseudonymsIn(one).some(([, pseudonym]) => this.#standIns.has(pseudonym))

  /** Finds every identifier that is tied to those of the request in these files. */
  async #findTied(files: readonly EventFile[]): Promise<void> {
    for (const file of files) if (!this.#names.has(file.key)) this.#names.set(file.key, await readNames(this.#store, file))
    const before = this.#standIns.size
    // Ties of an attempt that another commit overtook are kept: it erases rather too much than too little.
    for (const one of allTiedTo(this.#named, tiesOf(files.map((file) => this.#names.get(file.key)!))))
      if (!this.#standIns.has(one)) this.#standIns.set(one, `erased:${randomBytes(16).toString('hex')}`)
    if (this.#standIns.size > before) this.#replacements = new Map()
  }

  async #countEvents(file: EventFile): Promise<number> {
    return (await decodeEvents(await getFile(this.#store, file))).filter(this.#isErased).length
  }

  async #replace(file: EventFile): Promise<{ events: number; file: EventFile }> {
    const events = await this.#countEvents(file)
    if (events === 0) return { events, file }
    const rename = (pseudonym: string) => this.#standIns.get(pseudonym) ?? pseudonym
    const rewritten = await rewriteFiles(this.#store, [file], (one) =>
      this.#isErased(one) ? { ...withPseudonyms(one, rename), fingerprint: ERASED } : one,
    )
    return { events, file: rewritten }
  }

  /** Writes the files that replace those that name the person. */
  async rewrite(live: readonly EventFile[]): Promise<{ before: EventFile[]; after: EventFile[]; events: number }> {
    await this.#findTied(live)
    for (const file of live) if (!this.#replacements.has(file.key)) this.#replacements.set(file.key, await this.#replace(file))
    const before = live.filter((file) => this.#replacements.get(file.key)!.events > 0)
    const replacements = before.map((file) => this.#replacements.get(file.key)!)
    return { before, after: replacements.map(({ file }) => file), events: replacements.reduce((sum, one) => sum + one.events, 0) }
  }

  /** How many of these files name the person. */
  async hits(files: readonly EventFile[]): Promise<number> {
    let hits = 0
    for (const file of files) if ((await this.#countEvents(file)) > 0) hits++
    return hits
  }
}

/** Commits the rewritten files; returns the commit and the files that they replace. */
async function commitErasure(
  log: Log,
  erasure: Erasure,
  { id, ground, ticket, now }: ErasureRequest & { id: string; now: () => Date },
): Promise<{ entry: LogEntry; before: EventFile[] }> {
  let before: EventFile[] = []
  const entry = await replaceFiles(log, async () => {
    const rewritten = await erasure.rewrite(log.live())
    before = rewritten.before
    return {
      kind: 'erasure',
      committed_at: now().toISOString(),
      key_id: log.keyId(),
      adds: rewritten.after,
      removes: before.map((file) => file.key),
      receipts: [],
      erasure: { erasure_id: id, ground, ticket, events: rewritten.events },
    }
  })
  return { entry: entry!, before }
}

/**
 * Erases a person: in every live file, the pseudonym, and that of every identifier tied to it, is replaced by a random one that leads to no
 * person. Past counts stay the same. The person's events are refused if they are sent again, and the replaced files are removed by the next
 * garbage collections.
 */
export async function erasePerson(store: Store, request: ErasureRequest, now: () => Date): Promise<ErasureCertificate> {
  const log = await openLog(store)
  const erasureId = randomUUID()
  const work = new Erasure(store, [request.pseudonym, ...(request.others ?? [])])
  const { entry, before } = await commitErasure(log, work, { ...request, id: erasureId, now })
  const { seq, committed_at, adds, erasure } = entry.commit
  const certificate: ErasureCertificate = {
    erasure_id: erasureId,
    commit: seq,
    erased_at: committed_at,
    ground: request.ground,
    ticket: request.ticket,
    events: erasure!.events,
    files_before: before.map((file) => file.sha256),
    files_after: adds.map((file) => file.sha256),
    hits_after: await work.hits(log.live()),
    files_gone_after: new Date(Date.parse(committed_at) + TWO_DAYS).toISOString(),
  }
  await store.putIfAbsent(certificateKey(erasureId), Buffer.from(JSON.stringify(certificate)))
  return certificate
}

/** All erasure certificates, latest commit first. */
export async function allErasures(store: Store): Promise<ErasureCertificate[]> {
  const all: ErasureCertificate[] = []
  for await (const { key } of store.list('erasures/')) all.push(fromJson<ErasureCertificate>((await store.get(key))!))
  return all.sort((a, b) => b.commit - a.commit)
}
