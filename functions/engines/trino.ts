import { type QueryFailure, QueryFailed, type QueryService, STATEMENT_DEADLINE_MS, type TextRow } from './query-service.ts'

export interface TrinoOptions {
  /** Address of its coordinator, e.g. `http://127.0.0.1:8080`. */
  url: string
  catalog: string
  user: string
  deadlineMs?: number
}

/** A response of the coordinator while a statement runs (Trino's client protocol). */
interface Page {
  nextUri?: string
  columns?: { name: string }[]
  data?: unknown[][]
  error?: { message: string; errorName: string; errorType: string }
  stats: { physicalInputBytes?: number }
}

const PAUSE_MS = 100

/** Status codes after which the protocol says to retry. */
const RETRIED = [429, 502, 503, 504]

function failureOf({ errorName, errorType }: NonNullable<Page['error']>): QueryFailure {
  if (errorName === 'EXCEEDED_TIME_LIMIT') return 'deadline'
  if (errorType === 'INSUFFICIENT_RESOURCES') return errorName === 'QUERY_QUEUE_FULL' ? 'throttled' : 'resources'
  return errorName === 'USER_CANCELED' || errorName === 'ADMINISTRATIVELY_KILLED' ? 'cancelled' : 'failed'
}

/** Opens a self-hosted Trino. Throws QueryFailed where it does not respond. */
export async function openTrino({ url, catalog, user, deadlineMs = STATEMENT_DEADLINE_MS }: TrinoOptions): Promise<QueryService> {
  const work = { statements: 0, bytesRead: 0 }

  async function request(address: string, init: RequestInit, until: number): Promise<unknown> {
    for (;;) {
      let status: number
      try {
        const response = await fetch(address, { ...init, signal: AbortSignal.timeout(Math.max(1, until - Date.now())) })
        if (response.ok) return await response.json()
        status = response.status
      } catch (error) {
        if ((error as Error).name === 'TimeoutError')
          throw new QueryFailed('deadline', `trino at ${url}: no response in time`, { cause: error })
        throw new QueryFailed('unreachable', `trino at ${url}: no response`, { cause: error })
      }
      if (!RETRIED.includes(status)) throw new QueryFailed('unreachable', `trino at ${url}: status ${status}`)
      if (Date.now() > until) throw new QueryFailed('throttled', `trino at ${url}: status ${status} for as long as the statement may take`)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async function rows(sql: string, schema?: string): Promise<TextRow[]> {
    const headers = { 'X-Trino-User': user, 'X-Trino-Catalog': catalog, ...(schema && { 'X-Trino-Schema': schema }) }
    const until = Date.now() + deadlineMs
    const found: TextRow[] = []
    let page = (await request(`${url}/v1/statement`, { method: 'POST', headers, body: sql }, until)) as Page
    for (;;) {
      if (page.error) throw new QueryFailed(failureOf(page.error), `trino: ${page.error.message}`)
      for (const row of page.data ?? [])
        found.push(Object.fromEntries(page.columns!.map(({ name }, index) => [name, row[index] === null ? null : String(row[index])])))
      if (!page.nextUri) break
      if (Date.now() > until) {
        await fetch(page.nextUri, { method: 'DELETE', headers }).catch(() => undefined)
        throw new QueryFailed('deadline', `trino: the statement took longer than ${deadlineMs / 1000} s and was cancelled`)
      }
      page = (await request(page.nextUri, { headers }, until)) as Page
    }
    work.statements++
    work.bytesRead += page.stats.physicalInputBytes ?? 0
    return found
  }

  const info = (await request(`${url}/v1/info`, {}, Date.now() + Math.min(deadlineMs, 10_000))) as { nodeVersion?: { version?: string } }
  return { version: `trino ${info.nodeVersion?.version ?? ''}`, work, rows }
}
