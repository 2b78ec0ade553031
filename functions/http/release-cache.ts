import { objectNumbers } from '../domain/object-numbers.ts'
import { type Cube, openCube } from '../reporting/cube.ts'
import { currentRelease, readManifest } from '../release-format/open.ts'
import { type Part, sharedParts } from '../storage/open-parts.ts'
import type { Store } from '../storage/store.ts'
import type { ReadContext } from './context.ts'
import { damageOf, latestIntact } from './damaged-releases.ts'
import { datasetStore, requireDataset } from './datasets.ts'
import { HttpError } from './message.ts'
import { refuseWithdrawn } from './withdrawn.ts'

/** What is open of a store is told apart by a number for each. */
const idOf = objectNumbers<Store>()

const keyOf = (store: Store, dataset: string, release: string) => `release ${idOf(store)} ${dataset}/${release}`

/** Tables that an open release holds, and how much larger they are in memory than in their files. */
const HELD_TABLES = ['figures', 'targets', 'target_versions', 'thresholds', 'surveys', 'received_uncounted']
const UNPACKED = 20

/** About what an open release takes beside its tables and cubes, which are counted by themselves. */
const RELEASE_BYTES = 50_000
const BYTES_PER_FILE = 600

/** The 404 of a release that does not exist, or of a dataset without any. */
function noRelease(dataset: string, release: string | undefined): HttpError {
  return release === undefined
    ? new HttpError(404, `数据集 ${dataset} 还没有发布版`, `dataset ${dataset} has no release yet`)
    : new HttpError(404, `数据集 ${dataset} 没有发布版 ${release}`, `dataset ${dataset} has no release ${release}`)
}

/** Opens a release. Throws HttpError 404 if there is no such dataset or release. */
async function openRelease(context: Pick<ReadContext, 'store'>, dataset: string, release: string): Promise<Part<Cube>> {
  const { is_simulated, scale } = await requireDataset(context, dataset)
  const store = datasetStore(context.store, dataset)
  const manifest = await readManifest(store, release)
  if (!manifest) throw noRelease(dataset, release)
  const files = Object.keys(manifest.files).length + manifest.events.files.length
  const held = HELD_TABLES.reduce((sum, name) => sum + (manifest.files[name]?.bytes ?? 0), 0)
  const value = await openCube(store, { is_simulated, ...(scale !== undefined && { scale }), ...manifest })
  return { value, bytes: RELEASE_BYTES + files * BYTES_PER_FILE + held * UNPACKED }
}

/**
 * The cube of a release, by default the current one, or the last intact one where that is damaged. It is opened once however many ask for it at a time, and stays open as long as there is room; a
 * failed opening is not kept. Throws HttpError 404 if there is no such dataset or release, and 410 if it was withdrawn.
 */
export async function cubeOf(context: Pick<ReadContext, 'store'>, dataset: string, release?: string): Promise<Cube> {
  let number = release
  if (number === undefined) {
    await requireDataset(context, dataset)
    const current = await currentRelease(datasetStore(context.store, dataset))
    if (current === undefined) throw noRelease(dataset, undefined)
    number = latestIntact(context.store, dataset, current)
    if (number === undefined) throw damageOf(context.store, dataset, current)
  }
  const wanted = number
  await refuseWithdrawn(context, dataset, { what: 'release', id: wanted })
  // A release never changes, so an open one needs no look at the store.
  return sharedParts().read(keyOf(context.store, dataset, wanted), () => openRelease(context, dataset, wanted))
}

/**
 * An answer from a release as it is sent, made once however many ask for it at a time; undefined if `make` finds none. `question` says everything that it
 * depends on beside the release.
 */
export async function answerOf<T extends Uint8Array | undefined>(
  context: Pick<ReadContext, 'store'>,
  cube: Cube,
  question: string,
  make: () => Promise<T>,
): Promise<T> {
  const { dataset, release } = cube.manifest
  return sharedParts().read(`${question} of ${keyOf(context.store, dataset, release)}`, async () => {
    const value = await make()
    return { value, bytes: value?.length ?? 0 }
  })
}
