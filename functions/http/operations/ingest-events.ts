import type { IngestContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import type { OperationsOf } from '../routes/table.ts'
import { erasureOperations } from './erasures.ts'
import { eventOperations } from './events.ts'
import { findingOperations } from './findings.ts'
import { receiptOperations } from './receipts.ts'
import { templateOperations } from './templates.ts'
import { uploadOperations } from './uploads.ts'

/** The operations of the function ingest-events. They never touch a query engine. */
export const ingestEventsOperations: Operations<OperationsOf<'ingest-events'>, IngestContext> = {
  ...eventOperations,
  ...receiptOperations,
  ...templateOperations,
  ...uploadOperations,
  ...erasureOperations,
  ...findingOperations,
}
