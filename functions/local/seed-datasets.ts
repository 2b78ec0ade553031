import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppContext } from '../http/context.ts'
import { createDataset, datasetStore, readCard } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { type Day, shanghaiDay } from '../domain/calendar.ts'
import { QUERIES } from '../build/tables.ts'
import { scaleOf } from '../simulator/event-stream.ts'
import { simulate } from '../simulator/simulate.ts'

/** The datasets that ship. */
export const BUNDLED: readonly string[] = ['published', 'simulated']

/** Events of the bundled simulated dataset, and events per upload. */
const SIMULATED_EVENTS = 200_000
const PER_UPLOAD = 50_000
const SEED = 20210701

/** Loads the real figures that press, unions and documents published. */
export async function loadPublished(context: AppContext): Promise<void> {
  await createDataset(context.store, { name: 'published', title: { zh: '公布数字', en: 'Published figures' }, is_simulated: false })
  const dataset = await writerOf(context, 'published')
  await dataset.ingest({ body: await readFile(join(QUERIES, 'data/published-figures.csv')), contentType: 'text/csv' })
  await dataset.ingest({ body: await readFile(join(QUERIES, 'data/head-enterprises.csv')), contentType: 'text/csv' })
  await dataset.ingest({ body: await readFile(join(QUERIES, 'catalogue/document-figures.ndjson')), contentType: 'application/x-ndjson' })
}

/** The last day of the simulated dataset: that of its first load, so that an interrupted load resumes with the same events. */
async function simulatedUntil(context: AppContext): Promise<Day> {
  const store = datasetStore(context.store, 'simulated')
  await store.putIfAbsent('until.txt', Buffer.from(shanghaiDay(context.now())))
  return Buffer.from((await store.get('until.txt'))!).toString('utf8')
}

async function loadSimulated(context: AppContext, say: (text: string) => void): Promise<void> {
  const store = datasetStore(context.store, 'simulated')
  if (await store.get('loaded.txt')) return
  await createDataset(context.store, {
    name: 'simulated',
    title: { zh: '模拟数据', en: 'Simulated data' },
    is_simulated: true,
    scale: scaleOf(SIMULATED_EVENTS),
  })
  if ((await readCard(context.store, 'simulated'))?.scale === undefined) {
    say('simulated: the first start of an earlier version was interrupted while it loaded; what it loaded stays')
    return
  }
  const dataset = await writerOf(context, 'simulated')
  let lines: string[] = []
  let sent = 0
  const send = async () => {
    await dataset.ingest({ body: Buffer.from(lines.join('\n')), contentType: 'application/x-ndjson' })
    sent += lines.length
    lines = []
    say(`simulated: ${sent} of ${SIMULATED_EVENTS} events ingested`)
  }
  for (const event of simulate({ events: SIMULATED_EVENTS, seed: SEED, until: await simulatedUntil(context), statesArrivals: true })) {
    lines.push(JSON.stringify(event))
    if (lines.length === PER_UPLOAD) await send()
  }
  if (lines.length > 0) await send()
  await store.putIfAbsent('loaded.txt', Buffer.from('loaded'))
}

/** Loads the two bundled datasets, through the same path as any upload. A second call adds nothing. */
export async function loadBundled(context: AppContext, say: (text: string) => void): Promise<void> {
  await loadPublished(context)
  await loadSimulated(context, say)
}
