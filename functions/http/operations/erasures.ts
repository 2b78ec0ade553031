import { readWorker } from '../../events/worker.ts'
import type { Problem } from '../../events/problems.ts'
import { readingRules } from '../../ingest/check/classify-rows.ts'
import type { Dataset } from '../../ingest/dataset.ts'
import { allErasures, erasePerson } from '../../ingest/erase.ts'
import type { IngestContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { writerOf } from '../writers.ts'

/** The pseudonym of a person, by the key of the log. Throws HttpError 400 for an identifier that is not valid. */
function pseudonymOf(worker: unknown, { keys, log }: Dataset, now: Date): string {
  const problems: Problem[] = []
  const pseudonym = readWorker(worker, readingRules({ keys, keyId: log.keyId() || keys.ids.at(-1)! }, now), problems)
  if (pseudonym === undefined) throw new HttpError(400, problems[0]!.message, problems[0]!.message_en, 'worker')
  return pseudonym
}

export const erasureOperations: Operations<'getErasures' | 'postErasure', IngestContext> = {
  async getErasures(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    return json(200, { erasures: await allErasures(datasetStore(context.store, dataset)) })
  },

  /** Erases a person. The response has the same shape whether or not the person is known. */
  async postErasure(context, { params: { dataset }, body }) {
    await requireDataset(context, dataset)
    const { ground, ticket, worker } = body()
    const writer = await writerOf(context, dataset)
    await writer.log.refresh()
    const pseudonym = pseudonymOf(worker, writer, context.now())
    return json(200, await erasePerson(datasetStore(context.store, dataset), { pseudonym, ground, ticket }, context.now))
  },
}
