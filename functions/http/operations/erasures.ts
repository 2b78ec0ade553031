import { readWorker } from '../../events/worker.ts'
import type { Problem } from '../../events/problems.ts'
import { readingRules } from '../../ingest/check/classify-rows.ts'
import type { Dataset } from '../../ingest/dataset.ts'
import { type ErasureRequest, allErasures, erasePerson } from '../../ingest/erase.ts'
import type { IngestContext } from '../context.ts'
import { recordAsked } from '../asked.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { forgetWithdrawals } from '../withdrawn.ts'
import { writerOf } from '../writers.ts'

/** A person by the pseudonyms that the key of the log makes. Throws HttpError 400 for an identifier that is not valid. */
function personOf(
  worker: unknown,
  { keys, log }: Dataset,
  now: Date,
): Pick<ErasureRequest, 'pseudonym' | 'others' | 'pseudonymOf' | 'keyId'> {
  const problems: Problem[] = []
  const keyId = log.keyId() || keys.ids.at(-1)!
  const read = readWorker(worker, readingRules({ keys, keyId }, now), problems)
  if (read === undefined) throw new HttpError(400, problems[0]!.message, problems[0]!.message_en, 'worker')
  const { worker: pseudonym, worker_phone, worker_ref } = read
  return {
    pseudonym,
    others: [worker_phone, worker_ref].filter((one) => one !== undefined),
    keyId,
    pseudonymOf: (kind, number) => keys.pseudonym(keyId, kind, number),
  }
}

export const erasureOperations: Operations<'getErasures' | 'postErasure', IngestContext> = {
  async getErasures(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    return json(200, { erasures: await allErasures(datasetStore(context.store, dataset)) })
  },

  /** Erases a person, and every identifier that is tied to one of those named. The response is the same whether or not the person is known. */
  async postErasure(context, { params: { dataset }, body }) {
    await requireDataset(context, dataset)
    const { ground, ticket, worker } = body()
    const writer = await writerOf(context, dataset)
    await writer.log.refresh()
    const person = personOf(worker, writer, context.now())
    await recordAsked(context, dataset, 'erasure')
    const certificate = await erasePerson(datasetStore(context.store, dataset), { ...person, ground, ticket }, context.now)
    forgetWithdrawals(context, dataset)
    return json(200, certificate)
  },
}
