import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { decodeIdentities } from '../../functions/event-log/event-file.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { type Random, seededRandom } from '../../functions/simulator/random.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { KEY } from '../context.ts'
import { randomSeed } from '../seed.ts'

const ROUNDS = 8
const SEED = randomSeed('event-log/kill')

const moduleOf = (path: string) => JSON.stringify(join(import.meta.dirname, '../../functions', path))

/** A process that sends one upload after another, and prints the id of each event once its upload is acknowledged. */
const writerScript = (folder: string, round: number) => `
  import { fileStore } from ${moduleOf('storage/file-store.ts')}
  import { openDataset } from ${moduleOf('ingest/dataset.ts')}
  import { keyRing } from ${moduleOf('pseudonyms/key-ring.ts')}
  const dataset = await openDataset('kill', fileStore(${JSON.stringify(folder)}), keyRing([new Uint8Array(32).fill(7)]))
  for (let n = 0; ; n++) {
    const id = '${round}-' + n
    const event = { source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
    await dataset.ingest({ body: Buffer.from(JSON.stringify([event])), contentType: 'application/json' })
    process.stdout.write(id + '\\n')
  }
`

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Starts a writer, kills it at a random moment after its first acknowledgement, and returns the ids that it printed whole. */
async function runAndKill(folder: string, round: number, random: Random): Promise<string[]> {
  let printed = ''
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', writerScript(folder, round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const closed = new Promise((resolve) => child.once('close', resolve))
  const started = Date.now()
  while (!printed.includes('\n') && Date.now() - started < 20_000) await wait(5)
  await wait(random.below(150))
  child.kill('SIGKILL')
  await closed
  return printed.split('\n').filter((id, index, all) => id !== '' && index < all.length - 1)
}

it(`a process killed at random moments loses no event that it acknowledged and doubles none (SEED=${SEED})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-kill-'))
  const random = seededRandom(SEED)
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round++) acknowledged.push(...(await runAndKill(folder, round, random)))

  const store = fileStore(folder)
  const dataset = await openDataset('kill', store, KEY)
  const times = new Map<string, number>()
  for (const file of dataset.log.live()) {
    for (const { id } of await decodeIdentities(await getFile(store, file))) times.set(id, (times.get(id) ?? 0) + 1)
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS)
  expect(acknowledged.filter((id) => times.get(id) !== 1)).toEqual([])
  expect([...times].filter(([, count]) => count !== 1)).toEqual([])
})
