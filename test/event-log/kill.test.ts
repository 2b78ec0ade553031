import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { decodeIdentities } from '../../functions/event-log/event-file.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY } from '../context.ts'

/** A process that takes in one upload after another and says each id once it is acknowledged. */
const WRITER = (folder: string, round: number) => `
  import { fileStore } from ${JSON.stringify(join(import.meta.dirname, '../../functions/storage/file-store.ts'))}
  import { openDataset } from ${JSON.stringify(join(import.meta.dirname, '../../functions/ingest/dataset.ts'))}
  import { keyRing } from ${JSON.stringify(join(import.meta.dirname, '../../functions/pseudonyms/key-ring.ts'))}
  const dataset = await openDataset('kill', fileStore(${JSON.stringify(folder)}), keyRing([new Uint8Array(32).fill(7)]))
  for (let n = 0; ; n++) {
    const id = '${round}-' + n
    const event = { source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
    await dataset.ingest({ body: Buffer.from(JSON.stringify([event])), contentType: 'application/json' })
    process.stdout.write(id + '\\n')
  }
`

it('a process killed at random moments loses nothing that it acknowledged and doubles nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-kill-'))
  const random = seededRandom(Date.now() % 100_000)
  const acknowledged: string[] = []
  for (let round = 0; round < 8; round++) {
    let said = ''
    const child: ChildProcess = spawn(process.execPath, ['--input-type=module-typescript', '-e', WRITER(folder, round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const allSettled = new Promise((resolve) => child.once('close', resolve))
    const started = Date.now()
    while (!said.includes('\n') && Date.now() - started < 20_000) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, random.below(150)))
    child.kill('SIGKILL')
    await allSettled
    acknowledged.push(...said.split('\n').filter((id, index, all) => id !== '' && index < all.length - 1))
  }
  const store = fileStore(folder)
  const dataset = await openDataset('kill', store, KEY)
  const times = new Map<string, number>()
  for (const file of dataset.log.live()) {
    for (const { id } of await decodeIdentities(await getFile(store, file))) times.set(id, (times.get(id) ?? 0) + 1)
  }
  expect(acknowledged.length).toBeGreaterThan(8)
  expect(acknowledged.filter((id) => times.get(id) !== 1)).toEqual([])
  expect([...times].filter(([, count]) => count !== 1)).toEqual([])
})
