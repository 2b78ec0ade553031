import type { AppContext } from '../http/context.ts'
import type { Operations } from '../http/dispatcher.ts'
import { answerRequestsOperations } from '../http/operations/answer-requests.ts'
import { buildReleasesOperations } from '../http/operations/build-release.ts'
import { bulletinOperations } from '../http/operations/bulletins.ts'
import { ingestEventsOperations } from '../http/operations/ingest-events.ts'
import type { OperationName } from '../http/routes/table.ts'

/** All operations of the API in one process: what four functions answer on AWS. */
export const allOperations: Operations<OperationName, AppContext> = {
  ...ingestEventsOperations,
  ...answerRequestsOperations,
  ...buildReleasesOperations,
  ...bulletinOperations,
}
