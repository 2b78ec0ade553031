import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileBody } from '../storage/file-body.ts'

const NAME = /^[a-z][a-z0-9-]{0,39}\/[0-9a-f-]{36}$/

/** How long an address is valid. */
const VALID_MINUTES = 15

const MOST_AGE_OF_PART = 24 * 60 * 60_000

async function removeIfOld(path: string): Promise<void> {
  const { mtimeMs } = await stat(path)
  if (Date.now() - mtimeMs > MOST_AGE_OF_PART) await unlink(path)
}

/** More or fewer bytes arrived than were announced. */
export class WrongLength extends Error {
  override name = 'WrongLength'
}

/**
 * The landing on a local server: a folder separate from the store. An address is a path of the server with an expiry and a signature;
 * `sign` holds the secret.
 */
export function fileLanding(folder: string, sign: (text: string) => string) {
  const signed = (name: string, bytes: number, expires: number) => sign(`${name}\n${bytes}\n${expires}`)

  function checked(name: string): string {
    if (!NAME.test(name)) throw new Error(`landing name ${JSON.stringify(name)}: expected DATASET/UPLOAD`)
    return join(folder, name)
  }

  return {
    address(name: string, bytes: number) {
      const expires = Date.now() + VALID_MINUTES * 60_000
      return Promise.resolve({
        method: 'PUT' as const,
        url: `/landing/${name}?bytes=${bytes}&expires=${expires}&signature=${signed(name, bytes, expires)}`,
        headers: {},
        expires_at: new Date(expires).toISOString(),
      })
    },
    /** The number of bytes that an address was issued for; undefined if its signature is wrong or it has expired. */
    allows(name: string, query: URLSearchParams): number | undefined {
      const bytes = Number(query.get('bytes'))
      const expires = Number(query.get('expires'))
      if (!NAME.test(name) || !(expires > Date.now())) return undefined
      return query.get('signature') === signed(name, bytes, expires) ? bytes : undefined
    },
    /** Writes the bytes; returns false if the name already has some. Throws WrongLength for more or fewer bytes than announced. */
    async land(name: string, bytes: number, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
      const path = checked(name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const temporary = `${path}.${randomUUID()}.part`
      let received = 0
      async function* counted() {
        for await (const chunk of chunks) {
          received += chunk.length
          if (received > bytes) throw new WrongLength(`expected ${bytes} bytes, got more`)
          yield chunk
        }
        if (received < bytes) throw new WrongLength(`expected ${bytes} bytes, got ${received}`)
      }
      try {
        await pipeline(counted, createWriteStream(temporary, { mode: 0o600, flags: 'wx', flush: true }))
        await link(temporary, path)
        return true
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
        throw error
      } finally {
        await unlink(temporary).catch(() => undefined)
      }
    },
    async body(name: string) {
      try {
        return await fileBody(checked(name))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async *list() {
      for (const dataset of await readdir(folder).catch(() => [])) {
        for (const id of await readdir(join(folder, dataset))) {
          const name = `${dataset}/${id}`
          // What a server that was killed left of an upload.
          if (id.endsWith('.part')) await removeIfOld(join(folder, name))
          else if (NAME.test(name)) yield { name, landedAt: (await stat(join(folder, name))).mtimeMs }
        }
      }
    },
    async remove(name: string) {
      await unlink(checked(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    },
  }
}
