import { randomUUID } from 'node:crypto'
import {
  type AthenaClient,
  AthenaServiceException,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { type QueryFailure, QueryFailed, type QueryService, STATEMENT_DEADLINE_MS, type TextRow } from './query-service.ts'

export interface AthenaOptions {
  client: AthenaClient
  /** The workgroup, which says where results go and how much a statement may read. */
  workgroup: string
  deadlineMs?: number
  /** The first pause between two polls of a statement's state; it doubles up to twenty times as long. */
  pauseMs?: number
}

/** The engine version of the workgroup of `infra/`: Athena's own names for it say no more. */
const VERSION = 'athena 3'

const isThrottling = (error: unknown) =>
  error instanceof AthenaServiceException && /TooManyRequests|Throttling|RequestLimit/.test(error.name)

/** Why a statement failed, by its state and the words of its reason. */
function failureOf({ Status }: QueryExecution): QueryFailure {
  if (Status?.State === 'CANCELLED') return 'cancelled'
  if (/exhausted resources|EXCEEDED_\w*MEMORY|disk space|bytes scanned limit/i.test(Status?.StateChangeReason ?? '')) return 'resources'
  return /timeout|timed out/i.test(Status?.StateChangeReason ?? '') ? 'deadline' : 'failed'
}

/** Opens Athena. Each statement is started under a token, so that a start whose response was lost does not run a second one. */
export function openAthena({ client, workgroup, deadlineMs = STATEMENT_DEADLINE_MS, pauseMs = 100 }: AthenaOptions): QueryService {
  const work = { statements: 0, bytesRead: 0 }

  /** Retries while Athena throttles, with exponential backoff and jitter. Throws QueryFailed. */
  async function retry<T>(send: () => Promise<T>, until: number): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await send()
      } catch (error) {
        if (!isThrottling(error)) throw error instanceof QueryFailed ? error : asFailure(error)
        if (Date.now() > until)
          throw new QueryFailed('throttled', `athena: throttled for as long as the statement may take (${(error as Error).name})`, {
            cause: error,
          })
        await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** Math.min(attempt, 6) * (0.5 + Math.random())))
      }
    }
  }

  async function stop(id: string): Promise<void> {
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined)
  }

  async function finished(id: string, until: number): Promise<QueryExecution> {
    for (let pause = pauseMs; ; pause = Math.min(pause * 2, 20 * pauseMs)) {
      const { QueryExecution: execution } = await retry(() => client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })), until)
      if (execution?.Status?.State === 'SUCCEEDED') return execution
      if (execution?.Status?.State === 'FAILED' || execution?.Status?.State === 'CANCELLED')
        throw new QueryFailed(
          failureOf(execution),
          `athena: statement ${id}: ${execution.Status.StateChangeReason ?? execution.Status.State}`,
        )
      if (Date.now() > until) {
        await stop(id)
        throw new QueryFailed('deadline', `athena: statement ${id} took longer than ${deadlineMs / 1000} s and was cancelled`)
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  async function resultsOf(id: string, until: number): Promise<TextRow[]> {
    const found: TextRow[] = []
    let isFirst = true
    let token: string | undefined
    do {
      const page = await retry(() => client.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token })), until)
      const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name!)
      // The first row of the first page repeats the names.
      for (const { Data } of (page.ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0))
        found.push(Object.fromEntries(names.map((name, index) => [name, Data?.[index]?.VarCharValue ?? null])))
      isFirst = false
      token = page.NextToken
    } while (token)
    return found
  }

  return {
    version: VERSION,
    work,
    async rows(sql, schema) {
      const until = Date.now() + deadlineMs
      const start = new StartQueryExecutionCommand({
        QueryString: sql,
        ClientRequestToken: randomUUID(),
        WorkGroup: workgroup,
        ...(schema && { QueryExecutionContext: { Database: schema } }),
      })
      const { QueryExecutionId: id } = await retry(() => client.send(start), until)
      const execution = await finished(id!, until)
      work.statements++
      work.bytesRead += execution.Statistics?.DataScannedInBytes ?? 0
      // A statement that creates or drops something has no rows to fetch.
      return /^\s*(select|with)\b/i.test(sql) ? resultsOf(id!, until) : []
    },
  }
}

function asFailure(error: unknown): QueryFailed {
  const isAnswer = error instanceof AthenaServiceException
  return new QueryFailed(isAnswer ? 'failed' : 'unreachable', `athena: ${isAnswer ? `${error.name}: ` : ''}${(error as Error).message}`, {
    cause: error,
  })
}
