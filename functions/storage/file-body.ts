import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** A local file as an upload body: its size, and its bytes in chunks, read again on each call. */
export async function fileBody(path: string): Promise<{ size: number; chunks(): AsyncIterable<Uint8Array> }> {
  const { size } = await stat(path)
  return { size, chunks: () => createReadStream(path, { highWaterMark: 256 * 1024 }) }
}
