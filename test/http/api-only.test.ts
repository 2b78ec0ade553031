import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

describe('a server without pages', () => {
  let server: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    server = await serve(emptyContext(), 0)
  })
  afterAll(() => server.close())
  const ask = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

  it('answers the API', async () => {
    const response = await ask('/api/v1/datasets')
    expect([response.status, await response.json()]).toMatchObject([200, { datasets: [] }])
  })
  it('says for a page that it has only the API', async () => {
    const response = await ask('/zh/published')
    expect([response.status, await response.json()]).toMatchObject([404, { detail_en: 'this server has only the API, not the pages' }])
  })
})
