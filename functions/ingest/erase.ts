import { randomBytes, randomUUID } from 'node:crypto'
import { decodeEvents } from '../event-log/event-file.ts'
import { getFile } from '../storage/blobs.ts'
import { ERASED } from '../event-log/fingerprint.ts'
import { fromJson } from '../storage/json.ts'
import { type EventFile, type Log, type LogEntry, openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import { renamed } from './rotate-key.ts'

/** What is asked: the person's pseudonym, why, and where the request is filed. */
export interface ErasureAsked {
  pseudonym: string
  ground: string
  ticket: string
}

/** What was done, for whoever asked and whoever checks. It names nobody. */
export interface ErasureCertificate {
  erasure_id: string
  commit: number
  erased_at: string
  ground: string
  ticket: string
  /** How many events named the person. */
  events: number
  /** The files that named the person (SHA-256), and those that took their place. */
  files_before: string[]
  files_after: string[]
  /** How many of the live files still name the person: 0, read back after the commit. */
  hits_after: number
  /** From when on the files of before may be gone: the collection takes two runs a day apart. */
  files_gone_after: string
}

const certificateKey = (id: string) => `erasures/${id}.json`

const TWO_DAYS = 2 * 86_400_000

async function eventsOf(store: Store, file: EventFile, pseudonym: string): Promise<number> {
  const events = await decodeEvents(await getFile(store, file))
  return events.filter(({ event }) => event.data.worker === pseudonym).length
}

async function commitErasure(
  store: Store,
  log: Log,
  erasureId: string,
  { pseudonym, ground, ticket }: ErasureAsked,
  now: () => Date,
): Promise<{ entry: LogEntry; before: EventFile[] }> {
  const tombstone = `erased:${randomBytes(16).toString('hex')}`
  const found = new Map<string, number>()
  const made = new Map<string, EventFile>()
  let before: EventFile[] = []
  const entry = await replaceFiles(log, async () => {
    const live = log.live()
    for (const file of live) if (!found.has(file.key)) found.set(file.key, await eventsOf(store, file, pseudonym))
    before = live.filter((file) => found.get(file.key)! > 0)
    for (const file of before) {
      if (made.has(file.key)) continue
      const rewritten = await rewriteFiles(store, [file], (one) =>
        one.event.data.worker === pseudonym ? { ...renamed(one, tombstone), fingerprint: ERASED } : one,
      )
      made.set(file.key, rewritten)
    }
    return {
      kind: 'erasure',
      committed_at: now().toISOString(),
      key_id: log.keyId(),
      adds: before.map((file) => made.get(file.key)!),
      removes: before.map((file) => file.key),
      receipts: [],
      erasure: { erasure_id: erasureId, ground, ticket, events: before.reduce((sum, file) => sum + found.get(file.key)!, 0) },
    }
  })
  return { entry: entry!, before }
}

/**
 * Erases a person: in every live file the pseudonym gives way to one random name that leads to nobody, so that counts of the past stay
 * and the person is gone. The same event sent again is refused; the files of before go with the next collections.
 */
export async function erasePerson(store: Store, asked: ErasureAsked, now: () => Date): Promise<ErasureCertificate> {
  const log = await openLog(store)
  const erasureId = randomUUID()
  const { entry, before } = await commitErasure(store, log, erasureId, asked, now)
  let hits = 0
  for (const file of log.live()) if ((await eventsOf(store, file, asked.pseudonym)) > 0) hits++
  const { seq, committed_at, adds, erasure } = entry.commit
  const certificate: ErasureCertificate = {
    erasure_id: erasureId,
    commit: seq,
    erased_at: committed_at,
    ground: asked.ground,
    ticket: asked.ticket,
    events: erasure!.events,
    files_before: before.map((file) => file.sha256),
    files_after: adds.map((file) => file.sha256),
    hits_after: hits,
    files_gone_after: new Date(Date.parse(committed_at) + TWO_DAYS).toISOString(),
  }
  await store.putIfAbsent(certificateKey(erasureId), Buffer.from(JSON.stringify(certificate)))
  return certificate
}

/** All certificates, in no particular order. */
export async function allErasures(store: Store): Promise<ErasureCertificate[]> {
  const all: ErasureCertificate[] = []
  for await (const { key } of store.list('erasures/')) all.push(fromJson<ErasureCertificate>((await store.get(key))!))
  return all.sort((a, b) => b.commit - a.commit)
}
