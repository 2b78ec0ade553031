import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureText } from '../../functions/observability/console.ts'
import { errorFacts } from '../../functions/observability/error-facts.ts'
import { requestFacts } from '../../functions/observability/facts.ts'
import { observe } from '../../functions/observability/lambda.ts'

describe('what is logged of an error', () => {
  it('is its name, its message and where it was thrown', () => {
    const facts = errorFacts(new TypeError('bucket b: no such key'))
    expect(facts).toMatchObject({ name: 'TypeError', message: 'bucket b: no such key' })
    expect(facts.stack[0]).toMatch(/^at .*observability\.test\.ts/)
  })
  it('is no text that a parser quotes', () => {
    let error: unknown
    try {
      JSON.parse('{"name":"张三" 13800001234}')
    } catch (thrown) {
      error = thrown
    }
    const logged = JSON.stringify(errorFacts(new Error('upload', { cause: error })))
    expect(logged).not.toMatch(/张三|1380000/)
    expect(logged).toContain('SyntaxError')
  })
  it.each(['11010519491231002X', '138 0000 1234', '138-0000-1234', '110105194912310021'])('masks %s (E13)', (identifier) => {
    expect(errorFacts(new Error(`value ${identifier}: wrong`)).message).toBe('value [masked]: wrong')
  })
  it('keeps commits, releases and days readable', () => {
    expect(errorFacts(new Error('log commit 120 of 2026-11-24: release 000012')).message).toBe(
      'log commit 120 of 2026-11-24: release 000012',
    )
  })
  it('is readable on the console, with the same facts', () => {
    const text = failureText(new Error('outer', { cause: new Error('inner') }), { method: 'POST', dataset: 'mine' })
    expect(text).toMatch(/^ERROR method=POST dataset=mine Error: outer\n {4}at /)
    expect(text).toContain('\ncaused by Error: inner\n')
  })
})

describe('what is logged of a request', () => {
  it.each([
    ['/api/v1/mine/events', { dataset: 'mine', route: '/api/v1/{dataset}/events' }],
    ['/api/v1/mine/receipts/7f3/rejected.csv', { dataset: 'mine', route: '/api/v1/{dataset}/receipts' }],
    ['/api/v1/mine', { dataset: 'mine' }],
    ['/api/openapi.json', {}],
    ['/api/v1/110105194912310021/events', {}],
  ])('%s is the dataset and the kind of resource', (path, facts) => {
    expect(requestFacts({ method: 'GET', path })).toEqual({ method: 'GET', ...facts })
  })
})

describe('an observed handler', () => {
  const lines: Record<string, unknown>[] = []
  beforeEach(() => {
    lines.length = 0
    for (const level of ['log', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>))
    // Powertools writes to a console of its own unless it is told that this is a development machine.
    vi.stubEnv('POWERTOOLS_DEV', 'true')
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false')
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  it('logs JSON lines with the request id, and writes its metrics at the end', async () => {
    const observer = observe('build-releases')
    const handler = observer.handler(async ({ dataset }: { dataset: string }) => {
      observer.log('release published', { dataset, release: '000007', seconds: 4 })
      observer.metric('ReleaseSeconds', 4)
      return 'done'
    })
    expect(await handler({ dataset: 'mine' }, { awsRequestId: 'r-1' })).toBe('done')
    const [logged, metrics] = lines
    expect(logged).toMatchObject({
      level: 'INFO',
      service: 'build-releases',
      message: 'release published',
      request_id: 'r-1',
      dataset: 'mine',
      release: '000007',
    })
    expect(metrics).toMatchObject({ service: 'build-releases', ReleaseSeconds: 4 })
    expect(JSON.stringify(metrics)).toContain('"Namespace":"Tonglu"')
  })
  it('logs a failure once, counts it and throws it on', async () => {
    const observer = observe('maintain-datasets')
    const error = new Error('log commit 3: missing')
    const handler = observer.handler(async () => {
      observer.failure(error, { dataset: 'mine' })
      throw error
    })
    await expect(handler({}, { awsRequestId: 'r-2' })).rejects.toBe(error)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatchObject({ level: 'ERROR', dataset: 'mine', request_id: 'r-2', failure: { message: 'log commit 3: missing' } })
    expect(lines[1]).toMatchObject({ Failures: 1 })
  })
  it('writes no metrics where there are none', async () => {
    await observe('answer-requests').handler(async () => 'ok')({})
    expect(lines).toEqual([])
  })
})
