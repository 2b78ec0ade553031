import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDataset } from '../../functions/http/datasets.ts'
import type { HttpResponse } from '../../functions/http/message.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { emptyContext } from '../context.ts'

/** Whether a dataset is simulated is what its card says, whatever its name is. */
const context = emptyContext()
const dispatch = createDispatcher(allOperations)
const MARK = '模拟数据 · 非真实情况'

async function call(method: string, path: string, body = ''): Promise<HttpResponse> {
  const request = { method, path: `/api/v1/${path}`, query: new URLSearchParams(), headers: {}, body: Buffer.from(body) }
  return dispatch(context, request, (error) => {
    throw error as Error
  })
}

const jsonOf = (reply: HttpResponse) => JSON.parse(Buffer.from(reply.body as Uint8Array).toString('utf8')) as Record<string, unknown>

async function pdfText(bytes: Uint8Array): Promise<string> {
  return (await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true })).text
}

async function editionTexts(dataset: string): Promise<string[]> {
  const { id } = jsonOf(await call('POST', `${dataset}/bulletins`, '{"region":"000000","period":"2026-10"}'))
  const edition = async (ending: string) => (await call('GET', `${dataset}/bulletins/${String(id)}.${ending}`)).body as Uint8Array
  const docx = await mammoth.extractRawText({ buffer: Buffer.from(await edition('docx')) })
  const texts = [Buffer.from(await edition('html')).toString('utf8'), await pdfText(await edition('pdf')), docx.value]
  return texts.map((text) => text.replace(/\s/g, ''))
}

async function headIn(dataset: string, page: string): Promise<unknown> {
  const { head } = jsonOf(await call('GET', `${dataset}/releases/000001/pages/${page}.json`)) as { head: { is_simulated: boolean } }
  return head.is_simulated
}

const EVENT = '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2026-10-01","data":{"union_id":"u"}}'

beforeAll(async () => {
  for (const [name, is_simulated] of [['demo', true], ['simulated', false]] as const) {
    await createDataset(context.store, { name, title: { zh: name, en: name }, is_simulated })
    expect(jsonOf(await call('POST', `${name}/events`, EVENT))).toMatchObject({ accepted: 1 })
    expect((await call('POST', `${name}/releases`)).status).toBe(201)
  }
}) // prettier-ignore

describe.each([
  ['demo', true],
  ['simulated', false],
] as const)('the dataset %s, whose card says is_simulated: %s', (dataset, isSimulated) => {
  it.each(['overview', 'targets', 'regions/310000', 'cost'])('says so in the head of the page %s', async (page) => {
    expect(await headIn(dataset, page)).toBe(isSimulated)
  })
  it('carries the mark in HTML, PDF and DOCX only if it is simulated', async () => {
    const mark = MARK.replace(/\s/g, '')
    expect((await editionTexts(dataset)).map((text) => text.includes(mark))).toEqual([isSimulated, isSimulated, isSimulated])
  })
})
