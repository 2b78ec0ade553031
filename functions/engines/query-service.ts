/** How a query engine failed, for whoever decides what to do next. */
export type QueryFailure =
  /** Nobody answers, or not as such an engine does. */
  | 'unreachable'
  /** It takes no more statements for the moment. */
  | 'throttled'
  /** The statement took longer than it may, and was cancelled. */
  | 'deadline'
  /** It had too little memory or room. */
  | 'resources'
  /** Somebody cancelled the statement there. */
  | 'cancelled'
  /** The statement is wrong, or something that it reads is. */
  | 'failed'

/** A statement that an engine did not bring to its end. */
export class QueryFailed extends Error {
  override name = 'QueryFailed'
  readonly failure: QueryFailure

  constructor(failure: QueryFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** Runs a step; a failure of the engine is told with its name. */
export async function inStep<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof QueryFailed) throw new QueryFailed(error.failure, `${step}: ${error.message}`, { cause: error })
    throw error
  }
}

/** A row of an engine elsewhere, each cell as text. */
export type TextRow = Record<string, string | null>

/** A query engine that runs elsewhere, and reads and writes the store by itself. */
export interface QueryService {
  /** With its version, e.g. `trino 476`. */
  readonly version: string
  /** What its statements took so far. */
  readonly work: { statements: number; bytesRead: number }
  /** Runs a statement to its end in a schema and gives its rows. Throws QueryFailed. */
  rows(sql: string, schema?: string): Promise<TextRow[]>
}

/** How long a statement may take, in milliseconds, unless a setting says otherwise. */
export const STATEMENT_DEADLINE_MS = 10 * 60_000
