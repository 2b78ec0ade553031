import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Listed, Store } from './store.ts'

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

/**
 * A store in a folder of the local disk. A create writes a temporary file, syncs it, and links it to its name, which the file system
 * refuses if the name is taken. A pointer is a series of generations `key~N`; a swap creates the next one, so no lock is needed and a
 * crash leaves either the old generation or the new one.
 */
export function fileStore(root: string): Store {
  const scratch = join(root, '~tmp')
  const createdFolders = new Set<string>()

  async function folderOf(path: string): Promise<string> {
    const folder = dirname(path)
    if (!createdFolders.has(folder)) {
      await mkdir(folder, { recursive: true })
      createdFolders.add(folder)
    }
    return folder
  }

  async function create(path: string, body: Uint8Array): Promise<boolean> {
    const folder = await folderOf(path)
    const temporary = join(scratch, randomUUID())
    await folderOf(temporary)
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(body)
      await handle.sync()
    } finally {
      await handle.close()
    }
    try {
      await link(temporary, path)
      await syncFolder(folder)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      await unlink(temporary)
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

  async function generations(key: string): Promise<number[]> {
    const path = join(root, key)
    const name = path.slice(path.lastIndexOf(sep) + 1)
    try {
      const names = await readdir(dirname(path))
      return names
        .filter((one) => one.startsWith(`${name}~`))
        .map((one) => Number(one.slice(name.length + 1)))
        .sort((a, b) => b - a)
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  }

  async function* walk(folder: string, prefix: string, after: string): AsyncGenerator<Listed> {
    let entries
    try {
      entries = await readdir(join(root, folder), { withFileTypes: true })
    } catch (error) {
      if (isMissing(error)) return
      throw error
    }
    const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).filter((name) => !name.includes('~'))
    for (const name of names.sort()) {
      const key = folder + name
      if (name.endsWith('/')) {
        if (key.startsWith(prefix) || prefix.startsWith(key)) yield* walk(key, prefix, after)
      } else if (key.startsWith(prefix) && key > after) {
        const writtenAt = await modifiedTime(join(root, key))
        if (writtenAt) yield { key, writtenAt }
      }
    }
  }

  return {
    async get(key) {
      checkKey(key)
      return readIfExists(join(root, key))
    },
    async putIfAbsent(key, body) {
      checkKey(key)
      return create(join(root, key), body)
    },
    async read(key) {
      checkKey(key)
      for (const generation of await generations(key)) {
        const body = await readIfExists(join(root, `${key}~${generation}`))
        if (body) return { body, tag: String(generation) }
      }
      return undefined
    },
    async swap(key, body, tag) {
      checkKey(key)
      const present = await generations(key)
      if (String(present[0] ?? '') !== (tag ?? '')) return false
      const next = (present[0] ?? 0) + 1
      if (!(await create(join(root, `${key}~${next}`), body))) return false
      // Two old generations remain, for readers that listed the folder before the swap.
      for (const old of present.slice(2)) await rename(join(root, `${key}~${old}`), join(scratch, randomUUID())).catch(() => undefined)
      return true
    },
    list(prefix, after = '') {
      return walk('', prefix, after)
    },
    async remove(key) {
      checkKey(key)
      await unlink(join(root, key)).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },
  }
}
