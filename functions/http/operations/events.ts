import type { Dataset } from '../../ingest/dataset.ts'
import { QuotaReached } from '../../ingest/read-upload.ts'
import { KeyReused } from '../../ingest/receipts.ts'
import { UnreadableBody } from '../../ingest/parsers/row.ts'
import type { IngestContext } from '../context.ts'
import { recordAsked } from '../asked.ts'
import { assertNewCard, readCard, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { idempotencyKeyOf } from '../validation.ts'
import { uploadOf } from './request-upload.ts'
import { createWithUpload, writerOf } from '../writers.ts'

/** Rethrows an error of ingestion, as HttpError where the body or its Idempotency-Key is the reason. */
function rethrow(error: unknown): never {
  if (error instanceof UnreadableBody) throw new HttpError(error.status, error.zh, error.message)
  if (error instanceof KeyReused) throw new HttpError(422, '这个 Idempotency-Key 已用于另一份内容', error.message, 'Idempotency-Key')
  if (error instanceof QuotaReached) throw new HttpError(429, error.zh, error.message, { retryAfter: error.secondsLeft })
  throw error
}

export const eventOperations: Operations<'postEvents', IngestContext> = {
  async postEvents(context, { params: { dataset: name }, http, query }) {
    const { dry_run, targets } = query()
    const idempotencyKey = idempotencyKeyOf(http)
    const isDryRun = ['1', 'true'].includes(dry_run ?? '')
    const isNew = !(await readCard(context.store, name))
    if (isNew && (!context.createsDatasets || isDryRun)) await requireDataset(context, name)
    const card = { name, title: { zh: name, en: name }, is_simulated: false, ...(targets && { targets }) }
    if (isNew) assertNewCard(card)
    const upload = await uploadOf(http).catch(rethrow)
    if (isDryRun) {
      const writer = await writerOf(context, name)
      await recordAsked(context, name, 'dry_run')
      return json(200, await writer.dryRun(upload).catch(rethrow))
    }
    const ingest = (dataset: Dataset) => dataset.ingest({ ...upload, idempotencyKey })
    const receipt = isNew ? createWithUpload(context, card, ingest) : ingest(await writerOf(context, name))
    return json(200, await receipt.catch(rethrow))
  },
}
