import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { QueryFailed, type QueryService, type TextRow } from '../../functions/engines/query-service.ts'

interface Execution {
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason?: string
  rows: TextRow[]
  scanned: number
}

/** The parameters of the calls; each call has some of them. */
interface Asked {
  QueryString: string
  ClientRequestToken: string
  QueryExecutionContext?: { Database?: string }
  QueryExecutionId: string
  NextToken?: string
}

/** Faults of the endpoint for the next statements. */
export interface Mischief {
  /** How many more calls of an operation are throttled. */
  throttled: Partial<Record<string, number>>
  /** The answer to the next start is lost: the statement runs, and the connection breaks. */
  losesStart: boolean
  /** Statements stay in the queue for ever. */
  neverEnds: boolean
  /** The next statement fails with this message. */
  failsWith?: string
  /** The next statement is cancelled. */
  cancels: boolean
}

/** The rows of a page of results. */
const PAGE = 2

function results({ rows }: Execution, from: number): object {
  const names = Object.keys(rows[0] ?? {})
  const cells = [names, ...rows.map((row) => names.map((name) => row[name]))].slice(from, from + PAGE)
  return {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: 'varchar' })) },
      Rows: cells.map((row) => ({ Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
    },
    ...(from + PAGE < rows.length + 1 && { NextToken: String(from + PAGE) }),
  }
}

/**
 * An endpoint with the shape of Athena, whose statements a real Trino runs. It keeps the promises that the adapter relies on: a second start
 * under the same token returns the first one, results come in pages, the first row of which repeats the names of the columns.
 */
export async function startAthena(trino: QueryService) {
  const executions = new Map<string, Execution>()
  const tokens = new Map<string, string>()
  const calls: string[] = []
  const statements: string[] = []
  const mischief: Mischief = { throttled: {}, losesStart: false, neverEnds: false, cancels: false }

  function start({ QueryString, ClientRequestToken, QueryExecutionContext }: Asked): string {
    const known = tokens.get(ClientRequestToken)
    if (known) return known
    const id = randomUUID()
    tokens.set(ClientRequestToken, id)
    statements.push(QueryString)
    const execution: Execution = { state: 'QUEUED', rows: [], scanned: 0 }
    executions.set(id, execution)
    if (mischief.neverEnds) return id
    if (mischief.cancels || mischief.failsWith !== undefined) {
      Object.assign(execution, mischief.cancels ? { state: 'CANCELLED' } : { state: 'FAILED', reason: mischief.failsWith })
      mischief.cancels = false
      delete mischief.failsWith
      return id
    }
    execution.state = 'RUNNING'
    const before = trino.work.bytesRead
    trino.rows(QueryString, QueryExecutionContext?.Database).then(
      (rows) => Object.assign(execution, { state: 'SUCCEEDED', rows, scanned: trino.work.bytesRead - before }),
      (error: unknown) => Object.assign(execution, { state: 'FAILED', reason: (error as QueryFailed).message }),
    )
    return id
  }

  function answer(operation: string, asked: Asked): object {
    if (operation === 'StartQueryExecution') return { QueryExecutionId: start(asked) }
    const execution = executions.get(asked.QueryExecutionId)!
    if (operation === 'GetQueryExecution') {
      const { state, reason, scanned } = execution
      return { QueryExecution: { Status: { State: state, StateChangeReason: reason }, Statistics: { DataScannedInBytes: scanned } } }
    }
    if (operation === 'GetQueryResults') return results(execution, Number(asked.NextToken ?? 0))
    if (operation === 'StopQueryExecution') execution.state = 'CANCELLED'
    return {}
  }

  const server = createServer((request, response) => {
    void (async () => {
      const asked = JSON.parse(Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()) as Asked
      const operation = String(request.headers['x-amz-target']).split('.')[1]!
      calls.push(operation)
      const send = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      }
      if ((mischief.throttled[operation] ?? 0) > 0) {
        mischief.throttled[operation]!--
        send(400, { __type: 'TooManyRequestsException', Message: 'Rate exceeded', Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' })
        return
      }
      const body = answer(operation, asked)
      if (operation === 'StartQueryExecution' && mischief.losesStart) {
        mischief.losesStart = false
        request.socket.destroy()
        return
      }
      send(200, body)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mischief,
    calls,
    statements,
    stop: () => void server.close(),
  }
}
