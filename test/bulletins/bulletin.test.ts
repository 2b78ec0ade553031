import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../functions/http/message.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { bulletinDocx } from '../../functions/bulletins/docx.ts'
import { bulletinHtml } from '../../functions/bulletins/html.ts'
import type { Bulletin } from '../../functions/bulletins/model.ts'
import { bulletinPdf } from '../../functions/bulletins/pdf.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { emptyContext } from '../context.ts'

const context = emptyContext()
const dispatch = createDispatcher(allOperations)

async function call(method: string, path: string, body = '', headers: Record<string, string> = {}): Promise<HttpResponse> {
  const url = new URL(path, 'http://localhost')
  return dispatch(context, { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.from(body) }, (error) => {
    throw error as Error
  })
}

const jsonOf = (reply: HttpResponse) => JSON.parse(String(reply.body)) as Record<string, unknown>
const bytesOf = (reply: HttpResponse) => reply.body as Uint8Array

/** The text of a PDF by an independent reader; line breaks and spaces left out. */
async function pdfText(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true })
  return text.replace(/\s/g, '')
}

async function docxText(bytes: Uint8Array): Promise<string> {
  return (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value.replace(/\s/g, '')
}

let id: string

beforeAll(async () => {
  const events = [...simulate({ events: 6000, seed: 5, until: '2026-10-31' })]
  const sent = await call('POST', '/api/v1/press/events', events.map((event) => JSON.stringify(event)).join('\n'), {
    'content-type': 'application/x-ndjson',
  })
  expect(jsonOf(sent).rejected).toBe(0)
  await call('POST', '/api/v1/press/releases')
  const issued = await call('POST', '/api/v1/press/bulletins', '{"region":"000000","period":"2026-10"}')
  expect(issued.status).toBe(201)
  id = String(jsonOf(issued).id)
})

describe('a bulletin', () => {
  it('prints the figures that the API answers, in PDF, Word and HTML alike (F12, F16)', async () => {
    const ask = async (metric: string, window = 'all') => {
      const { values } = jsonOf(await call('GET', `/api/v1/press/values?metric=${metric}&window=${window}&as_of=2026-10-31`)) as {
        values: { value: number }[]
      }
      return values[0]!.value.toLocaleString('en-US')
    }
    const wanted = [
      `现有会员${await ask('members')}人`,
      `本年新发展会员${await ask('members_joined', 'year')}人`,
      `其中10月${await ask('members_joined', 'month')}人`,
      `累计服务劳动者${await ask('workers_served')}人`,
      `${await ask('service_persontimes')}人次`,
      '第000001号发布版',
    ]
    const texts = [
      await pdfText(bytesOf(await call('GET', `/api/v1/press/bulletins/${id}.pdf`))),
      await docxText(bytesOf(await call('GET', `/api/v1/press/bulletins/${id}.docx`))),
      String((await call('GET', `/api/v1/press/bulletins/${id}.html`)).body).replace(/\s/g, ''),
    ]
    for (const text of texts) for (const words of wanted) expect(text).toContain(words)
  })
  it('holds every cell of its tables in every form', async () => {
    const { blocks } = jsonOf(await call('GET', `/api/v1/press/bulletins/${id}.json`)) as unknown as Bulletin
    const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows.flat() : [])).map((cell) => cell.replace(/\s/g, ''))
    const [pdf, docx] = [
      await pdfText(bytesOf(await call('GET', `/api/v1/press/bulletins/${id}.pdf`))),
      await docxText(bytesOf(await call('GET', `/api/v1/press/bulletins/${id}.docx`))),
    ]
    expect(cells.length).toBeGreaterThan(200)
    expect(cells.filter((cell) => !pdf.includes(cell) || !docx.includes(cell))).toEqual([])
  })
  it('ranks the units that report by completion, equal ones alike, and no others', async () => {
    const { blocks } = jsonOf(await call('GET', `/api/v1/press/bulletins/${id}.json`)) as unknown as Bulletin
    const table = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])).find((one) => one.caption.includes('各地'))!
    const ranked = table.rows.filter((row) => row[5] !== '—')
    const shares = ranked.map((row) => Number(row[4]!.replace('%', '')))
    expect(shares).toEqual(shares.toSorted((a, b) => b - a))
    expect(ranked[0]![5]).toBe('1')
    // Taiwan, Hong Kong and Macao are places and no units: nothing is expected of them.
    expect(JSON.stringify(blocks)).toContain('所列地区均有报送')
    expect(JSON.stringify(blocks)).not.toMatch(/台湾|香港|澳门/)
  })
  it('is the same edition for the same region, month and release', async () => {
    const again = await call('POST', '/api/v1/press/bulletins', '{"region":"000000","period":"2026-10"}')
    expect([again.status, jsonOf(again).id]).toEqual([200, id])
    const other = await call('POST', '/api/v1/press/bulletins', '{"region":"310000","period":"2026-09"}')
    // Each region counts its own editions.
    expect([other.status, jsonOf(other).number, jsonOf(other).id]).toEqual([201, '2026年第1期', '2026-002'])
    const feed = String((await call('GET', '/api/v1/press/bulletins/feed.atom')).body)
    expect(feed.match(/<entry>/g)).toHaveLength(2)
  })
  it.each([
    '{"region":"310100","period":"2026-10"}',
    '{"region":"310000","period":"2026-13"}',
    '{"region":"310000","period":"2099-01"}',
    '{"region":"310000"}',
    'no json',
    '7',
  ])('refuses %s', async (body) => {
    expect((await call('POST', '/api/v1/press/bulletins', body)).status).toBe(400)
  })
})

describe('a bulletin with hostile words in it', () => {
  const words = `<script>alert(1)</script> #eval("1") ]]> {{constructor}} & "quotes" \u0007 <w:p/>`
  const bulletin: Bulletin = {
    id: '2026-001', dataset: 'x', is_simulated: true, release: '000001', region: '000000', region_name: '全国', period: '2026-10', as_of: '2026-10-31', title: words, number: '第1期',
    compiled_at: '2026-11-01T00:00:00.000Z', blocks: [{ kind: 'paragraph', text: words }, { kind: 'table', table: { caption: words, header: [words, 'n'], rows: [[words, '1']] } }],
  } // prettier-ignore
  it('shows them as words (F01, F03, F04)', async () => {
    expect(bulletinHtml(bulletin)).not.toContain('<script>alert')
    expect(await pdfText(bulletinPdf(bulletin))).toContain('#eval("1")')
    expect(await docxText(await bulletinDocx(bulletin))).toContain('<script>alert(1)</script>#eval("1")]]>{{constructor}}&"quotes"<w:p/>')
  })
  it('carries the mark of simulated data in every form', async () => {
    expect(bulletinHtml(bulletin)).toContain('模拟数据')
    expect(await pdfText(bulletinPdf(bulletin))).toContain('模拟数据')
    expect(await docxText(await bulletinDocx(bulletin))).toContain('模拟数据')
  })
  it('gives the same PDF twice', () => {
    expect(Buffer.from(bulletinPdf(bulletin)).equals(Buffer.from(bulletinPdf(bulletin)))).toBe(true)
  })
})
