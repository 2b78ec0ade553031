import { access, chmod, constants, link, mkdir, open, readFile, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { removeLeftovers, scratchName } from './scratch-names.ts'
import type { Listed, Store, Tagged } from './store.ts'

/** Only the owner of the store reads what is in it. */
const OWNER_ONLY_FOLDER = 0o700
const OWNER_ONLY_FILE = 0o600

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Keys may not leave the root folder, nor use the names that this store reserves for itself. */
function checkKey(key: string): void {
  if (key.split('/').some((part) => part === '' || part === '.' || part === '..' || part.includes('~')) || key.includes('\\')) {
    throw new Error(`store key ${JSON.stringify(key)}: expected names joined by /, without ~, . and ..`)
  }
}

async function readIfExists(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function modifiedTime(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Throws the reason why nothing can be created in a folder, or in the nearest one above it that exists. */
async function assertWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const above = dirname(folder)
    if (!isMissing(error) || above === folder) throw error
    await assertWritable(above)
  }
}

/** How often temporary files of processes that were killed are looked for. */
const SWEEP_MS = 60 * 60_000

/** Creates files that are complete and durable, or do not exist. Temporary files are written to `scratch`. */
function fileCreator(scratch: string): (path: string, body: Uint8Array) => Promise<boolean> {
  const createdFolders = new Set<string>()
  let nextSweep = 0

  async function ensureFolder(folder: string): Promise<void> {
    if (createdFolders.has(folder)) return
    try {
      await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
    } catch (error) {
      // On a disk that can only be read, Node says that the folder is missing (ENOENT): the nearest one that exists says why (EROFS).
      if (isMissing(error)) await assertWritable(folder)
      throw error
    }
    createdFolders.add(folder)
  }

  async function writeSynced(path: string, body: Uint8Array): Promise<void> {
    const handle = await open(path, 'wx', OWNER_ONLY_FILE)
    try {
      await handle.writeFile(body)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  return async (path, body) => {
    const folder = dirname(path)
    await ensureFolder(folder)
    await ensureFolder(scratch)
    if (performance.now() > nextSweep) {
      nextSweep = performance.now() + SWEEP_MS
      await removeLeftovers(scratch, { others: true })
    }
    const temporary = join(scratch, scratchName())
    try {
      await writeSynced(temporary, body)
      await link(temporary, path)
      await syncFolder(folder)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      await removeIfExists(temporary)
    }
  }
}

/** The numbers of a pointer's generations, newest first. `path` is that of the pointer without a number. */
async function generationsOf(path: string): Promise<number[]> {
  const prefix = `${basename(path)}~`
  try {
    const names = await readdir(dirname(path))
    return names
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(name.slice(prefix.length)))
      .sort((a, b) => b - a)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** The names in a folder in order, folders with a `/` at the end, without the names that this store reserves for itself. */
async function namesIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    return names.filter((name) => !name.includes('~')).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Lists the keys of a folder below the root that begin with `prefix` and come after `after`. */
async function* listFolder(root: string, folder: string, { prefix, after }: { prefix: string; after: string }): AsyncGenerator<Listed> {
  for (const name of await namesIn(join(root, folder))) {
    const key = folder + name
    if (name.endsWith('/')) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listFolder(root, key, { prefix, after })
    } else if (key.startsWith(prefix) && key > after) {
      const writtenAt = await modifiedTime(join(root, key))
      if (writtenAt) yield { key, writtenAt }
    }
  }
}

async function removeIfExists(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

/**
 * Takes the folder of a store from everybody but its owner: the files of an earlier version in it are readable by others. A folder that belongs to
 * somebody else, or cannot be written to, stays as it is.
 */
export async function closeToOthers(root: string): Promise<void> {
  await chmod(root, OWNER_ONLY_FOLDER).catch((error: NodeJS.ErrnoException) => {
    if (!['ENOENT', 'EPERM', 'EROFS'].includes(error.code ?? '')) throw error
  })
}

/**
 * A store in a folder of the local disk. A create writes a temporary file, syncs it, and links it to its name, which the file system
 * refuses if the name is taken. A pointer is a series of generations `key~N`; a swap creates the next one, so no lock is needed and a
 * crash leaves either the old generation or the new one.
 */
export function fileStore(root: string): Store {
  const scratch = join(root, '~tmp')
  const create = fileCreator(scratch)

  function pathOf(key: string): string {
    checkKey(key)
    return join(root, key)
  }

  async function read(key: string): Promise<Tagged | undefined> {
    const path = pathOf(key)
    for (const generation of await generationsOf(path)) {
      const body = await readIfExists(`${path}~${generation}`)
      if (body) return { body, tag: String(generation) }
    }
    return undefined
  }

  async function swap(key: string, body: Uint8Array, tag: string | undefined): Promise<boolean> {
    const path = pathOf(key)
    const generations = await generationsOf(path)
    const newest = generations[0]
    if (String(newest ?? '') !== (tag ?? '')) return false
    if (!(await create(`${path}~${(newest ?? 0) + 1}`, body))) return false
    // Two old generations remain, for readers that listed the folder before the swap.
    for (const old of generations.slice(2)) await rename(`${path}~${old}`, join(scratch, scratchName())).catch(() => undefined)
    return true
  }

  return {
    get: async (key) => readIfExists(pathOf(key)),
    putIfAbsent: async (key, body) => create(pathOf(key), body),
    read,
    swap,
    list: (prefix, after = '') => listFolder(root, '', { prefix, after }),
    async remove(key) {
      const path = pathOf(key)
      await removeIfExists(path)
      for (const generation of await generationsOf(path)) await removeIfExists(`${path}~${generation}`)
    },
  }
}
