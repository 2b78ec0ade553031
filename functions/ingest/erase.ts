import { randomBytes, randomUUID } from 'node:crypto'
import { AGE_MARK } from '../catalogue/event-type.ts'
import type { Bilingual } from '../domain/language.ts'
import type { PersonalNumber } from '../domain/personal-numbers.ts'
import { CERTIFICATES, type EventFile, type LogEntry } from '../event-log/commit.ts'
import { decodeEvents } from '../event-log/event-file.ts'
import { ERASED, type FingerprintedEvent } from '../event-log/fingerprint.ts'
import { type Log, openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import { receiptsNow } from '../event-log/receipts-now.ts'
import { type Searched, searchReleases, withdraw } from '../release-format/withdrawals.ts'
import { getFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import { ErasedReceipts } from './erase-receipts.ts'
import { ErasedTexts } from './erased-texts.ts'
import { pseudonymsIn, withPseudonyms } from './rotate-key.ts'
import { type FileNames, allTiedTo, readNames, tiesOf } from './tied-identifiers.ts'

/** A request for erasure: the person's pseudonym, the legal ground, and where the request is filed. */
export interface ErasureRequest {
  pseudonym: string
  /** The pseudonyms of the other identifiers that the request names. */
  others?: readonly string[]
  /** The pseudonym of a number that stands in a text: by it the numbers of the person are found in texts, also those that are only tied; absent: texts stay. */
  pseudonymOf?: (kind: PersonalNumber['kind'], number: string) => string
  /** The key of the next commit: what the log says, or the newest key where it has no commit yet. */
  keyId?: string
  ground: string
  ticket: string
}

/**
 * The record of an erasure, for the person who asked and for auditors. It does not identify the person, and is the same whether or not the person was
 * known.
 */
export interface ErasureCertificate {
  erasure_id: string
  commit: number
  erased_at: string
  ground: string
  ticket: string
  /**
   * Everything that was searched, decompressed: files of the log by their hash, receipts, releases with their files, bulletins, uploads. Absent in
   * certificates of before December 2026.
   */
  searched?: {
    event_files: string[]
    rejected_rows: string[]
    receipts: string[]
    releases: string[]
    release_files: string[]
    bulletins: string[]
    uploads: string[]
  }
  /** In how much of it the person is still named, read again after the commit: 0. */
  hits_after: number
  /** The replaced files are gone some time after this: the garbage collection needs two runs a day apart. */
  files_gone_after: string
}

/** A certificate as it is stored: with what would tell whether the person was known. */
interface StoredCertificate extends ErasureCertificate {
  /** How many events named the person. */
  events: number
  /** The files that named the person (SHA-256), and the files that replaced them. */
  files_before: string[]
  files_after: string[]
}

const certificateKey = (id: string) => `${CERTIFICATES}${id}.json`

const TWO_DAYS = 2 * 86_400_000

const reasonOf = (id: string): Bilingual => ({
  zh: `其中有已依法删除的个人信息，已撤回（删除编号 ${id}）`,
  en: `it held personal data that was erased on request, and was withdrawn (erasure ${id})`,
})

/** An event without what is said of the age of its person. */
function withoutAge(one: FingerprintedEvent): FingerprintedEvent {
  const { [AGE_MARK]: _, ...data } = one.event.data
  return { ...one, event: { ...one.event, data } }
}

/** One erasure, through all its attempts to commit. What was read of a file is kept, since its content never changes. */
class Erasure {
  readonly #store: Store
  readonly #named: readonly string[]
  readonly #names = new Map<string, FileNames>()
  /** The stand-in of each erased pseudonym: random, and the same one everywhere, so that past counts stay the same. */
  readonly #standIns = new Map<string, string>()
  #replacements = new Map<string, { events: number; file: EventFile }>()
  readonly texts: ErasedTexts
  readonly receipts: ErasedReceipts

  constructor(store: Store, { pseudonym, others = [], pseudonymOf }: ErasureRequest) {
    this.#store = store
    this.#named = [pseudonym, ...others]
    this.texts = new ErasedTexts(({ kind, number }) => pseudonymOf !== undefined && this.#standIns.has(pseudonymOf(kind, number)))
    this.receipts = new ErasedReceipts(store, this.texts)
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

  /** An event without the person; the same object where it does not name them. */
  #without = (one: FingerprintedEvent): FingerprintedEvent => {
    const rename = (pseudonym: string) => this.#standIns.get(pseudonym) ?? pseudonym
    return this.texts.event(this.#isErased(one) ? { ...withoutAge(withPseudonyms(one, rename)), fingerprint: ERASED } : one)
  }

  async #countEvents(file: EventFile): Promise<number> {
    return (await decodeEvents(await getFile(this.#store, file))).filter((one) => this.#without(one) !== one).length
  }

  async #replace(file: EventFile): Promise<{ events: number; file: EventFile }> {
    const events = await this.#countEvents(file)
    return { events, file: events === 0 ? file : await rewriteFiles(this.#store, [file], this.#without) }
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

  /** Searches releases and bulletins for the person's pseudonyms and numbers. */
  searchReleases(): Promise<Searched> {
    return searchReleases(this.#store, (text) => this.#standIns.has(text) || this.texts.names(text))
  }

  /** Rewrites objects of JSON that the log does not name. Returns the keys that were searched. */
  async rewriteObjects(folder: string): Promise<string[]> {
    const searched: string[] = []
    for await (const { key } of this.#store.list(folder)) {
      searched.push(key)
      const body = await this.#store.get(key)
      const text = Buffer.from(body ?? '').toString('utf8')
      if (!this.texts.names(text)) continue
      await this.#store.remove(key)
      await this.#store.putIfAbsent(key, Buffer.from(JSON.stringify(this.texts.json(JSON.parse(text)))))
    }
    return searched
  }
}

/** What an erasure found when its commit was made. */
interface Committed {
  entry: LogEntry
  before: EventFile[]
  searched: Pick<NonNullable<ErasureCertificate['searched']>, 'event_files' | 'receipts' | 'rejected_rows'>
}

/** Commits the rewritten files. */
async function commitErasure(
  store: Store,
  log: Log,
  {
    erasure,
    id,
    keyId = '',
    ground,
    ticket,
    now,
  }: Pick<ErasureRequest, 'keyId' | 'ground' | 'ticket'> & { erasure: Erasure; id: string; now: () => Date },
): Promise<Committed> {
  let found: Omit<Committed, 'entry'> | undefined
  const entry = await replaceFiles(log, async () => {
    const live = log.live()
    const { before, after, events } = await erasure.rewrite(live)
    const { changed, receipts, rejectedRows } = await erasure.receipts.rewrite((await receiptsNow(store, log)).map(({ ref }) => ref))
    found = { before, searched: { event_files: live.map(({ sha256 }) => sha256), receipts, rejected_rows: rejectedRows } }
    return {
      kind: 'erasure',
      committed_at: now().toISOString(),
      key_id: log.keyId() || keyId,
      adds: after,
      removes: before.map((file) => file.key),
      receipts: changed,
      erasure: { erasure_id: id, ground, ticket, events },
    }
  })
  return { entry: entry!, ...found! }
}

/** Withdraws the releases and bulletins that name the person, and no others. Returns what was searched. */
async function withdrawNaming(store: Store, erasure: Erasure, { id, at }: { id: string; at: string }): Promise<Searched> {
  const searched = await erasure.searchReleases()
  for (const { what, id: name } of searched.naming) await withdraw(store, { what, id: name, reason: reasonOf(id), withdrawn_at: at })
  await erasure.rewriteObjects('bulletins/')
  return searched
}

/**
 * Erases a person: in every live file, the pseudonym, and that of every identifier tied to it, is replaced by a random one that leads to no
 * person, and the person's numbers are taken out of texts, receipts and rejected rows. Past counts stay the same. The person's events are refused if
 * they are sent again; releases and bulletins that name the person are withdrawn; the replaced files are removed by the next garbage collections.
 */
export async function erasePerson(store: Store, request: ErasureRequest, now: () => Date): Promise<ErasureCertificate> {
  const log = await openLog(store)
  const id = randomUUID()
  const { ground, ticket } = request
  const work = new Erasure(store, request)
  const { entry, before, searched } = await commitErasure(store, log, { ...request, erasure: work, id, now })
  const { seq, committed_at, adds, erasure } = entry.commit
  const { releases, files, bulletins } = await withdrawNaming(store, work, { id, at: committed_at })
  const certificate: StoredCertificate = {
    erasure_id: id,
    commit: seq,
    erased_at: committed_at,
    ground,
    ticket,
    searched: { ...searched, releases, release_files: files, bulletins, uploads: await work.rewriteObjects('uploads/') },
    hits_after: await work.hits(log.live()),
    files_gone_after: new Date(Date.parse(committed_at) + TWO_DAYS).toISOString(),
    events: erasure!.events,
    files_before: before.map((file) => file.sha256),
    files_after: adds.map((file) => file.sha256),
  }
  await store.putIfAbsent(certificateKey(id), Buffer.from(JSON.stringify(certificate)))
  return shownCertificate(certificate)
}

/** What is shown of a certificate: nothing that tells whether the person was known. */
function shownCertificate({
  events: _events,
  files_before: _before,
  files_after: _after,
  ...shown
}: StoredCertificate): ErasureCertificate {
  return shown
}

/** All erasure certificates, latest commit first. */
export async function allErasures(store: Store): Promise<ErasureCertificate[]> {
  const all: ErasureCertificate[] = []
  for await (const { key } of store.list(CERTIFICATES)) all.push(shownCertificate(fromJson<StoredCertificate>((await store.get(key))!)))
  return all.sort((a, b) => b.commit - a.commit)
}
