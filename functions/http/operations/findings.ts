import { openFindings, recordHarmless } from '../../ingest/harmless-findings.ts'
import type { IngestContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'

export const findingOperations: Operations<'getFindings' | 'postFinding', IngestContext> = {
  async getFindings(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    return json(200, { findings: await openFindings(datasetStore(context.store, dataset)) })
  },

  async postFinding(context, { params: { dataset }, body }) {
    await requireDataset(context, dataset)
    const { finding, reason } = body()
    const commit = await recordHarmless(datasetStore(context.store, dataset), { finding, reason }, context.now)
    if (commit === undefined) throw new HttpError(404, `没有这处发现 ${finding}`, `there is no finding ${finding}`, 'finding')
    return json(200, { finding, commit })
  },
}
