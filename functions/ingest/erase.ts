import { randomBytes, randomUUID } from 'node:crypto'
import { decodeEvents } from '../event-log/event-file.ts'
import { getFile } from '../storage/blobs.ts'
import { ERASED } from '../event-log/fingerprint.ts'
import { fromJson } from '../storage/json.ts'
import type { EventFile, LogEntry } from '../event-log/commit.ts'
import { type Log, openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import { withWorker } from './rotate-key.ts'

/** A request for erasure: the person's pseudonym, the legal ground, and where the request is filed. */
export interface ErasureRequest {
  pseudonym: string
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

async function countEventsOf(store: Store, file: EventFile, pseudonym: string): Promise<number> {
  const events = await decodeEvents(await getFile(store, file))
  return events.filter(({ event }) => event.data.worker === pseudonym).length
}

/** Commits the rewritten files; returns the commit and the files that they replace. */
async function commitErasure(
  store: Store,
  log: Log,
  erasure: ErasureRequest & { id: string; now: () => Date },
): Promise<{ entry: LogEntry; before: EventFile[] }> {
  const { pseudonym, ground, ticket } = erasure
  const tombstone = `erased:${randomBytes(16).toString('hex')}`
  const eventsIn = new Map<string, number>()
  const replacements = new Map<string, EventFile>()
  let before: EventFile[] = []
  const entry = await replaceFiles(log, async () => {
    const live = log.live()
    for (const file of live) if (!eventsIn.has(file.key)) eventsIn.set(file.key, await countEventsOf(store, file, pseudonym))
    before = live.filter((file) => eventsIn.get(file.key)! > 0)
    for (const file of before) {
      if (replacements.has(file.key)) continue
      const rewritten = await rewriteFiles(store, [file], (one) =>
        one.event.data.worker === pseudonym ? { ...withWorker(one, tombstone), fingerprint: ERASED } : one,
      )
      replacements.set(file.key, rewritten)
    }
    return {
      kind: 'erasure',
      committed_at: erasure.now().toISOString(),
      key_id: log.keyId(),
      adds: before.map((file) => replacements.get(file.key)!),
      removes: before.map((file) => file.key),
      receipts: [],
      erasure: { erasure_id: erasure.id, ground, ticket, events: before.reduce((sum, file) => sum + eventsIn.get(file.key)!, 0) },
    }
  })
  return { entry: entry!, before }
}

/**
 * Erases a person: in every live file, the pseudonym is replaced by a random one that leads to no person. Past counts stay the same. The
 * person's events are refused if they are sent again, and the replaced files are removed by the next garbage collections.
 */
export async function erasePerson(store: Store, request: ErasureRequest, now: () => Date): Promise<ErasureCertificate> {
  const log = await openLog(store)
  const erasureId = randomUUID()
  const { entry, before } = await commitErasure(store, log, { ...request, id: erasureId, now })
  let hits = 0
  for (const file of log.live()) if ((await countEventsOf(store, file, request.pseudonym)) > 0) hits++
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
    hits_after: hits,
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
