import { currentRelease } from '../release-format/open.ts'
import { DamagedFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { ReadContext } from './context.ts'
import { datasetStore } from './datasets.ts'
import { HttpError } from './message.ts'

const damagedByStore = new WeakMap<Store, Map<string, string>>()

/** The releases of which this process found a file missing or altered, as DATASET/NUMBER, with the file. */
function damagedReleases(store: Store): Map<string, string> {
  let damaged = damagedByStore.get(store)
  if (!damaged) damagedByStore.set(store, (damaged = new Map()))
  return damaged
}

/** The 503 of a release of which a damaged file is known. */
export function damageOf(store: Store, dataset: string, release: string): HttpError {
  const file = damagedReleases(store).get(`${dataset}/${release}`)!
  return new HttpError(
    503,
    `发布版 ${release} 的文件 ${file} 已损坏；请用 POST /api/v1/${dataset}/releases 重新生成`,
    `the file ${file} of release ${release} is damaged: POST /api/v1/${dataset}/releases builds it again`,
  )
}

/** The latest release up to a number of which no damage is known; undefined if there is none. */
export function latestIntact(store: Store, dataset: string, release: string | undefined): string | undefined {
  const damaged = damagedReleases(store)
  for (let number = Number(release ?? 0); number > 0; number--) {
    const name = String(number).padStart(6, '0')
    if (!damaged.has(`${dataset}/${name}`)) return name
  }
  return undefined
}

/** The folders of files of releases. A damaged file of the log, such as a receipt, says nothing against a release. */
const FOLDERS = ['releases/', 'tables/', 'pages/', 'pieces/']

const isOfRelease = ({ key }: DamagedFile) => FOLDERS.some((folder) => key.startsWith(folder))

/**
 * Runs what reads a release. Where a file of it turns out to be damaged, the release is left aside from then on, `report` is told, and what asked for
 * no particular release gets the last intact one.
 */
export async function readingIntact<T>(
  { store }: Pick<ReadContext, 'store'>,
  { dataset, release, report }: { dataset: string; release: string | undefined; report(error: unknown): void },
  read: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof DamagedFile) || !isOfRelease(error)) throw error
      const current = await currentRelease(datasetStore(store, dataset))
      const number = release ?? latestIntact(store, dataset, current)
      if (number === undefined) throw error
      report(error)
      damagedReleases(store).set(`${dataset}/${number}`, error.key)
      if (release !== undefined || latestIntact(store, dataset, current) === undefined) throw damageOf(store, dataset, number)
    }
  }
}
