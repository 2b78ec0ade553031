import { gunzipSync } from 'node:zlib'
import type { Bilingual } from '../domain/language.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import { readRows } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'
import type { Manifest } from './manifest.ts'
import { allManifests } from './open.ts'

/** A release or a bulletin that is shown to nobody any more, and why. */
export interface Withdrawal {
  what: 'release' | 'bulletin'
  id: string
  reason: Bilingual
  withdrawn_at: string
}

/** Whether a text names a person. */
export type Naming = (text: string) => boolean

/** What was searched for a person, and what names them. */
export interface Searched {
  releases: string[]
  files: string[]
  bulletins: string[]
  naming: Pick<Withdrawal, 'what' | 'id'>[]
}

const FOLDER = 'withdrawn/'
const withdrawalKey = (what: Withdrawal['what'], id: string) => `${FOLDER}${what}-${id}.json`

/** The withdrawals of a dataset. */
export async function allWithdrawals(store: Store): Promise<Withdrawal[]> {
  const found: Withdrawal[] = []
  for await (const { key } of store.list(FOLDER)) {
    const body = await store.get(key)
    if (body) found.push(fromJson<Withdrawal>(body))
  }
  return found
}

/** Withdraws a release or a bulletin; one that was withdrawn before keeps its reason. */
export async function withdraw(store: Store, withdrawal: Withdrawal): Promise<void> {
  await store.putIfAbsent(withdrawalKey(withdrawal.what, withdrawal.id), Buffer.from(JSON.stringify(withdrawal)))
}

function namesIn(value: unknown, naming: Naming): boolean {
  if (typeof value === 'string') return naming(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((one) => namesIn(one, naming))
}

/** Whether a file of a release, decompressed, names the person. A file that cannot be read is shown to nobody. */
async function fileNames(store: Store, ref: FileRef, naming: Naming): Promise<boolean> {
  const body = await getFile(store, ref).catch(() => undefined)
  if (!body) return false
  const content = ref.key.endsWith('.parquet') ? await readRows(body) : fromJson<unknown>(ref.key.endsWith('.gz') ? gunzipSync(body) : body)
  return namesIn(content, naming)
}

/** Searches every release and bulletin of a dataset, decompressed, for what names a person. A file that several releases share is read once. */
export async function searchReleases(store: Store, naming: Naming): Promise<Searched> {
  const byKey = new Map<string, boolean>()
  const searched: Searched = { releases: [], files: [], bulletins: [], naming: [] }
  for (const { release, files } of await allManifests(store)) {
    searched.releases.push(release)
    let isNaming = false
    for (const ref of Object.values(files)) {
      if (!byKey.has(ref.key)) byKey.set(ref.key, await fileNames(store, ref, naming))
      isNaming ||= byKey.get(ref.key)!
    }
    if (isNaming) searched.naming.push({ what: 'release', id: release })
  }
  for await (const { key } of store.list('bulletins/')) {
    const id = key.slice('bulletins/'.length, -'.json'.length)
    searched.bulletins.push(id)
    const body = await store.get(key)
    if (body && namesIn(fromJson<unknown>(body), naming)) searched.naming.push({ what: 'bulletin', id })
  }
  searched.files = [...byKey.keys()]
  return searched
}

/** The keys of files that only withdrawn releases have: nobody is shown them, and they may be removed. */
export async function withdrawnKeys(store: Store): Promise<Set<string>> {
  const withdrawn = new Set((await allWithdrawals(store)).flatMap(({ what, id }) => (what === 'release' ? [id] : [])))
  if (withdrawn.size === 0) return new Set()
  const manifests = await allManifests(store)
  const filesOf = (isWithdrawn: boolean) =>
    manifests.filter(({ release }) => withdrawn.has(release) === isWithdrawn).flatMap(({ files }: Manifest) => Object.values(files))
  const shown = new Set(filesOf(false).map(({ key }) => key))
  return new Set(
    filesOf(true)
      .map(({ key }) => key)
      .filter((key) => !shown.has(key)),
  )
}
