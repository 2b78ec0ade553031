/** How a query engine failed, for the caller to decide what to do next. */
export type QueryFailure =
  /** There is no answer, or not the answer of such an engine. */
  | 'unreachable'
  /** It accepts no more statements for the moment. */
  | 'throttled'
  /** The statement exceeded its deadline and was cancelled. */
  | 'deadline'
  /** Memory or disk ran out. */
  | 'resources'
  /** The statement was cancelled on the engine. */
  | 'cancelled'
  /** The statement or something that it reads is wrong. */
  | 'failed'

/** A statement that an engine did not complete. */
export class QueryFailed extends Error {
  override name = 'QueryFailed'
  readonly failure: QueryFailure

  constructor(failure: QueryFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** Runs a step; the message of a QueryFailed then begins with its name. */
export async function inStep<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof QueryFailed) throw new QueryFailed(error.failure, `${step}: ${error.message}`, { cause: error })
    throw error
  }
}

/** A row of a remote engine, each cell as text. */
export type TextRow = Record<string, string | null>

/** A remote query engine, which reads and writes the store by itself. */
export interface QueryService {
  /** With its version, e.g. `trino 476`. */
  readonly version: string
  /** What its statements used so far. */
  readonly work: { statements: number; bytesRead: number }
  /** Runs a statement in a schema, waits for its end, and gives its rows. Throws QueryFailed. */
  rows(sql: string, schema?: string): Promise<TextRow[]>
}

/** How long a statement may take, in milliseconds, unless a setting says otherwise. */
export const STATEMENT_DEADLINE_MS = 10 * 60_000
