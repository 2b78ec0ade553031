import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { type ResponseAt, urlOf } from '../../dashboard/src/lib/api.ts'
import { buildRelease, compileBulletin, listUrl, messageOf, templateUrl } from '../../dashboard/src/lib/data.ts'
import { buildSite } from '../../functions/local/build-site.ts'

/** The client of the pages, with the network replaced. */
const answerWith = (respond: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(respond))

const PROBLEM = { type: 'about:blank', title: 'Store unavailable', status: 503, detail: '存储暂时不可用', detail_en: 'no store' }
const problem = () => Promise.resolve(Response.json(PROBLEM, { status: 503, headers: { 'content-type': 'application/problem+json' } }))
const gatewayPage = () => Promise.resolve(new Response('<html>Bad Gateway</html>', { status: 502 }))
const noNetwork = () => Promise.reject(new TypeError('fetch failed'))

/** What a call fails with. */
async function failure(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return { unexpected: await call() }
  } catch (error) {
    return error
  }
}

afterEach(() => vi.unstubAllGlobals())

describe.each([
  ['buildRelease', () => buildRelease('mine')],
  ['compileBulletin', () => compileBulletin('mine', '310000', '2026-10')],
])('%s', (_name, call) => {
  it('fails with the problem document of the server, in both languages', async () => {
    answerWith(problem)
    const error = await failure(call)
    expect([messageOf(error, 'zh'), messageOf(error, 'en')]).toEqual(['存储暂时不可用', 'no store'])
  })
  it('fails with the status where the response is no problem document', async () => {
    answerWith(gatewayPage)
    const error = await failure(call)
    expect([messageOf(error, 'zh'), messageOf(error, 'en')]).toEqual([
      '服务器未能完成（502），请稍后再试',
      'The server could not do this (502); please try again later',
    ])
  })
  it('fails with a sentence where the server cannot be reached', async () => {
    answerWith(noNetwork)
    const error = await failure(call)
    expect([messageOf(error, 'zh'), messageOf(error, 'en')]).toEqual([
      '没有连上服务器，请再试一次',
      'The server could not be reached; please try again',
    ])
  })
})

describe('the client', () => {
  it('returns the number of a built release, and the identifier of a bulletin', async () => {
    answerWith(() => Promise.resolve(Response.json({ release: '000002', commit: 1, created_at: '' }, { status: 201 })))
    expect(await buildRelease('mine')).toBe('000002')
    answerWith(() => Promise.resolve(Response.json({ id: '2026-001', title: '', number: '', release: '000002' })))
    expect(await compileBulletin('mine', '310000', '2026-10')).toBe('2026-001')
  })
  it('fills the path templates of the route table', () => {
    expect(templateUrl('mine', 'member.joined', 'xlsx')).toBe('/api/v1/mine/templates/member.joined.xlsx')
    expect(listUrl('mine', '000002', { list: 'checks' })).toBe('/api/v1/mine/lists/checks.csv?release=000002')
    const of = (region: string) => listUrl('mine', '000002', { list: 'organisation_rules', rule: 'R09', region }).split('?')[1]
    expect(of('000000')).toBe('rule=R09&release=000002')
    expect(of('310115')).toBe('rule=R09&region=310115&release=000002')
    expect(of('310115004')).toBe('rule=R09&acting=310115004&release=000002')
  })
})

describe('the types of the client', () => {
  it('come from the route table, so that a path which is not in it does not compile', () => {
    expectTypeOf<ResponseAt<'post', '/api/v1/{dataset}/releases'>['release']>().toEqualTypeOf<string>()
    // @ts-expect-error There is no such path.
    expect(urlOf('/api/v1/{dataset}/nothing', { dataset: 'mine' })).toBeDefined()
    // @ts-expect-error The path has no variable of this name.
    expect(urlOf('/api/v1/{dataset}/values', { data: 'mine' })).toBeDefined()
  })
})

describe('the built pages', () => {
  it('hold no schema library: the types of the route table are erased', () => {
    const folder = join(
      buildSite(() => undefined),
      '_app',
    )
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(10)
    expect(scripts.filter((name) => /ZodError|invalid_union|_zod/.test(readFileSync(join(folder, name), 'utf8')))).toEqual([])
  })
})
