import { UnreadableBody } from '../../ingest/parsers/row.ts'
import { type Landing, announceUpload, uploadState } from '../../landing/landing.ts'
import type { IngestContext } from '../context.ts'
import { recordAsked } from '../asked.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import { idempotencyKeyOf } from '../validation.ts'
import { writerOf } from '../writers.ts'

function landingOf({ landing }: IngestContext): Landing {
  if (!landing) throw new Error('uploads: this function has no landing area')
  return landing
}

export const uploadOperations: Operations<'postUpload' | 'getUpload', IngestContext> = {
  /** Announces an upload that is too large for a request, and returns the address to put it at. */
  async postUpload(context, { params: { dataset }, http, body }) {
    await requireDataset(context, dataset)
    const { bytes, content_type, dry_run } = body()
    if (dry_run) await recordAsked(context, dataset, 'dry_run')
    const key = idempotencyKeyOf(http)
    const announced = {
      bytes,
      dry_run,
      ...(content_type && { content_type }),
      ...(key !== undefined && { idempotency_key: key }),
    }
    try {
      return json(201, await announceUpload(dataset, datasetStore(context.store, dataset), landingOf(context), announced))
    } catch (error) {
      if (error instanceof UnreadableBody) throw new HttpError(error.status, error.zh, error.message)
      throw error
    }
  },

  async getUpload(context, { params: { dataset, id } }) {
    await requireDataset(context, dataset)
    const writer = await writerOf(context, dataset)
    const state = await uploadState(writer, datasetStore(context.store, dataset), landingOf(context), id)
    if (!state) throw new HttpError(404, `没有上传 ${id}`, `there is no upload ${id}`)
    return json(state.status === 'waiting' || state.status === 'landed' ? 202 : 200, state)
  },
}
