import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** The bytes of a file of this machine, read piece by piece each time they are asked for. */
export async function fileBody(path: string): Promise<{ size: number; chunks(): AsyncIterable<Uint8Array> }> {
  const { size } = await stat(path)
  return { size, chunks: () => createReadStream(path, { highWaterMark: 256 * 1024 }) }
}
