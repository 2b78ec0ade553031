import { readWorker } from '../../events/worker.ts'
import type { Problem } from '../../events/problems.ts'
import { readingRules } from '../../ingest/check/classify-rows.ts'
import type { Dataset } from '../../ingest/dataset.ts'
import { type ErasureRequest, allErasures, erasePerson } from '../../ingest/erase.ts'
import type { IngestContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { writerOf } from '../writers.ts'

/** The pseudonyms of a person, by the key of the log. Throws HttpError 400 for an identifier that is not valid. */
function pseudonymsOf(worker: unknown, { keys, log }: Dataset, now: Date): Pick<ErasureRequest, 'pseudonym' | 'others'> {
  const problems: Problem[] = []
  const read = readWorker(worker, readingRules({ keys, keyId: log.keyId() || keys.ids.at(-1)! }, now), problems)
  if (read === undefined) throw new HttpError(400, problems[0]!.message, problems[0]!.message_en, 'worker')
  const { worker: pseudonym, worker_phone, worker_ref } = read
  return { pseudonym, others: [worker_phone, worker_ref].filter((one) => one !== undefined) }
}

export const erasureOperations: Operations<'getErasures' | 'postErasure', IngestContext> = {
  async getErasures(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    return json(200, { erasures: await allErasures(datasetStore(context.store, dataset)) })
  },

  /** Erases a person, and every identifier that is tied to one of those named. The response has the same shape whether or not the person is known. */
  async postErasure(context, { params: { dataset }, body }) {
    await requireDataset(context, dataset)
    const { ground, ticket, worker } = body()
    const writer = await writerOf(context, dataset)
    await writer.log.refresh()
    const person = pseudonymsOf(worker, writer, context.now())
    return json(200, await erasePerson(datasetStore(context.store, dataset), { ...person, ground, ticket }, context.now))
  },
}
