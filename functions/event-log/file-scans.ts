import { getFile, putFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import type { EventFile } from './commit.ts'
import { decodeEvents } from './event-file.ts'
import type { Log } from './log.ts'
import { type FileScan, type Finding, SCAN_RULE, scanEvents } from './personal-scan.ts'

/** The folder of the scans of files that their commits do not vouch for. A scan is garbage when its file is. */
export const SCANS = 'scans/'

/** The key of the scan of a file: its hash, the version of the rule, and how many findings there are, so that a list says which are clean. */
const scanKey = (sha256: string, findings: number) => `${SCANS}${sha256}.${SCAN_RULE}.${findings}.json`

/** The scans in the store, by the hash of the file and the version of the rule. */
async function storedScans(store: Store): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for await (const { key } of store.list(SCANS)) keys.set(key.slice(SCANS.length).split('.').slice(0, 2).join('.'), key)
  return keys
}

/** The keys of the scans of live files. */
export async function scansOf(store: Store, live: readonly EventFile[]): Promise<string[]> {
  const hashes = new Set(live.map(({ sha256 }) => sha256))
  return [...(await storedScans(store))].filter(([name]) => hashes.has(name.split('.')[0]!)).map(([, key]) => key)
}

/** Whether the commit that added a file says that it was scanned by this rule when it was written, and nothing was found. */
const isKnownClean = ({ scan }: EventFile) => scan !== undefined && scan.rule >= SCAN_RULE && scan.findings === 0

async function putScan(store: Store, sha256: string, findings: readonly Finding[]): Promise<void> {
  const scan: FileScan = { rule: SCAN_RULE, findings: [...findings] }
  await store.putIfAbsent(scanKey(sha256, findings.length), Buffer.from(JSON.stringify(scan)))
}

/** What the scan of a file found; a file without a scan is read and scanned once, and the result is stored. */
async function findingsOf(store: Store, file: EventFile, stored: ReadonlyMap<string, string>): Promise<Finding[]> {
  const key = stored.get(`${file.sha256}.${SCAN_RULE}`)
  if (key?.endsWith('.0.json')) return []
  const scan = key && (await store.get(key))
  if (scan) return fromJson<FileScan>(scan).findings
  const findings = scanEvents(await decodeEvents(await getFile(store, file)))
  await putScan(store, file.sha256, findings)
  return findings
}

/** Writes a file of events that were scanned. What was found is stored beside it; that nothing was found is said by the commit that adds it. */
export async function putEventFile(store: Store, body: Uint8Array, rows: number, findings: readonly Finding[]): Promise<EventFile> {
  const file = await putFile(store, 'files', '.parquet', body)
  if (findings.length > 0) await putScan(store, file.sha256, findings)
  return { ...file, rows, scan: { rule: SCAN_RULE, findings: findings.length } }
}

/** A finding with the file of the log that it is in. */
export interface FindingInFile extends Finding {
  file: string
}

/** The findings that a person recorded as harmless, by their names. */
async function harmlessFindings(log: Log): Promise<Set<string>> {
  return new Set((await log.commitsAfter(0)).flatMap(({ harmless }) => (harmless ? [harmless.finding] : [])))
}

/**
 * The numbers of people in the texts of live files, but for those that a person recorded as harmless. A file is scanned when it is written, and one
 * that was written before files were scanned the first time that it is asked for here.
 */
export async function findingsIn(store: Store, log: Log, live: readonly EventFile[] = log.live()): Promise<FindingInFile[]> {
  const unknown = live.filter((file) => !isKnownClean(file))
  if (unknown.length === 0) return []
  const stored = await storedScans(store)
  const found: FindingInFile[] = []
  for (const file of unknown) for (const one of await findingsOf(store, file, stored)) found.push({ ...one, file: file.key })
  if (found.length === 0) return []
  const harmless = await harmlessFindings(log)
  return found.filter(({ finding }) => !harmless.has(finding))
}
