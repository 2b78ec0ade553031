import { KeyReused } from '../../ingest/receipts.ts'
import { UnreadableBody } from '../../ingest/parsers/row.ts'
import type { IngestContext } from '../context.ts'
import { recordAsked } from '../asked.ts'
import { createDataset, readCard, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { idempotencyKeyOf } from '../validation.ts'
import { uploadOf } from './request-upload.ts'
import { writerOf } from '../writers.ts'

/** Rethrows an error of ingestion, as HttpError where the body or its Idempotency-Key is the reason. */
function rethrow(error: unknown): never {
  if (error instanceof UnreadableBody) throw new HttpError(error.status, error.zh, error.message)
  if (error instanceof KeyReused) throw new HttpError(422, '这个 Idempotency-Key 已用于另一份内容', error.message, 'Idempotency-Key')
  throw error
}

export const eventOperations: Operations<'postEvents', IngestContext> = {
  async postEvents(context, { params: { dataset: name }, http, query }) {
    const { dry_run, targets } = query()
    const idempotencyKey = idempotencyKeyOf(http)
    const isDryRun = ['1', 'true'].includes(dry_run ?? '')
    if (!(await readCard(context.store, name))) {
      if (!context.createsDatasets || isDryRun) await requireDataset(context, name)
      await createDataset(context.store, { name, title: { zh: name, en: name }, is_simulated: false, ...(targets && { targets }) })
    }
    const writer = await writerOf(context, name)
    const upload = await uploadOf(http).catch(rethrow)
    if (isDryRun) await recordAsked(context, name, 'dry_run')
    if (isDryRun) return json(200, await writer.dryRun(upload).catch(rethrow))
    return json(200, await writer.ingest({ ...upload, idempotencyKey }).catch(rethrow))
  },
}
