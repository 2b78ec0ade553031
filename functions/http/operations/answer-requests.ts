import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import type { OperationsOf } from '../routes/table.ts'
import { catalogueOperations } from './catalogue.ts'
import { datasetOperations } from './datasets.ts'
import { listOperations } from './lists.ts'
import { progressOperations } from './progress.ts'
import { regionOperations } from './regions.ts'
import { releaseOperations } from './releases.ts'
import { valueOperations } from './values.ts'

/** The operations of the function answer-requests, which only reads. */
export const answerRequestsOperations: Operations<OperationsOf<'answer-requests'>, ReadContext> = {
  ...catalogueOperations,
  ...datasetOperations,
  ...regionOperations,
  ...releaseOperations,
  ...valueOperations,
  ...progressOperations,
  ...listOperations,
}
