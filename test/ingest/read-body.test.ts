import { describe, expect, it } from 'vitest'
import { bodyOf } from '../../functions/ingest/parsers/body.ts'
import { readBody } from '../../functions/ingest/parsers/read-body.ts'
import { UnreadableBody } from '../../functions/ingest/parsers/row.ts'

const event = { source: 's', id: '1', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
const text = JSON.stringify(event)

async function raws(body: string | Uint8Array, type?: string): Promise<unknown[]> {
  const rows = await readBody(bodyOf(typeof body === 'string' ? Buffer.from(body) : body), type)
  return (await Array.fromAsync(rows.batches)).flat().map((row) => (row.ok ? row.raw : row.reason.en))
}

async function status(body: string | Uint8Array, type?: string): Promise<number> {
  try {
    await raws(body, type)
    return 200
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
    return error.status
  }
}

const csv = 'source,id,type,occurred_on,union_id\ns,1,union.dissolved,2025-01-01,u\n'

describe('readBody', () => {
  it.each([
    [text, 'application/json'],
    [`[${text}]`, 'application/json; charset=utf-8'],
    [`\n${text}\n\n`, 'application/x-ndjson'],
    [csv, 'text/csv'],
    [csv, 'text/plain'],
    [`\uFEFF${csv}`, 'text/csv'],
    [text, undefined],
    [`[${text}]`, 'application/octet-stream'],
    [`${text}\n`, undefined],
    [csv, undefined],
    [
      JSON.stringify({
        specversion: '1.0',
        source: 's',
        id: '1',
        type: 'union.dissolved',
        time: '2024-12-31T17:00:00Z',
        data: { union_id: 'u' },
      }),
      'application/cloudevents+json',
    ],
    [
      JSON.stringify([
        {
          specversion: '1.0',
          source: 's',
          id: '1',
          type: 'union.dissolved',
          time: '2025-06-01T00:00:00Z',
          occurredon: '2025-01-01',
          data: { union_id: 'u' },
        },
      ]),
      'application/cloudevents-batch+json',
    ],
  ])('reads the same event from every format (case %#)', async (body, type) => {
    expect(await raws(body, type)).toEqual([event])
  })
  it('recognises NDJSON by a first line that is JSON, with more lines after it', async () => {
    expect(await raws(`${text}\n${text}\n`)).toHaveLength(2)
    expect(await raws(JSON.stringify(event, null, 2))).toEqual([event])
  })
  it('reads text that is not UTF-8 as GB18030', async () => {
    const gbk = Buffer.concat([Buffer.from('source,id,name\ns,1,'), Buffer.from([0xc9, 0xcf, 0xba, 0xa3]), Buffer.from('\n')])
    expect(await raws(gbk, 'text/csv')).toEqual([{ source: 's', id: '1', data: { name: '上海' } }])
  })
  it('gives a broken line as a row of its own', async () => {
    expect(await raws(`${text}\n{broken\n${text}`, 'application/x-ndjson')).toEqual([event, 'this line is not JSON', event])
  })
  it('gives an array element that is not an object as a row', async () => {
    expect(await raws(`[${text},7,null]`)).toEqual([event, 7, null])
  })
})

describe('readBody, for a table,', () => {
  it('gives a row for each line that is not wholly empty', async () => {
    expect(await raws(`${csv}\n,,,,\n   ,,,,\ns,2,union.dissolved,2025-01-01,u\n`, 'text/csv')).toHaveLength(2)
  })
  it('puts the worker columns into the worker', async () => {
    expect(await raws('source,id,worker.phone,region\ns,1,13800138000,310115\n', 'text/csv')).toEqual([
      { source: 's', id: '1', data: { region: '310115', worker: { phone: '13800138000' } } },
    ])
  })
  it('gives an unknown column only in rows that have a value in it', async () => {
    expect(await raws('source,id,colour\ns,1,red\ns,2,\n', 'text/csv')).toEqual([
      { source: 's', id: '1', data: { colour: 'red' } },
      { source: 's', id: '2', data: {} },
    ])
  })
  it('gives a row with more cells than columns as unreadable', async () => {
    expect(await raws('source,id\ns,1,extra\n', 'text/csv')).toEqual(['this line has 3 cells, the header 2 columns'])
  })
})

describe('readBody, for a body that cannot be read,', () => {
  it.each([
    ['', 'application/json', 400],
    ['  \n', 'text/csv', 400],
    ['{"a":', 'application/json', 400],
    ['7', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['source,id\n', 'text/csv', 400],
    ['source,id,id\ns,1,1\n', 'text/csv', 400],
    ['just,words\na,b\n', undefined, 400],
    [text, 'image/png', 415],
    [text, 'application/pdf', 415],
    ['%PDF-1.7', undefined, 415],
    ['PK\u0003\u0004', undefined, 400],
    ['PAR1', 'application/octet-stream', 415],
  ])('refuses %j as %s with %i', async (body, type, expected) => {
    expect(await status(body, type)).toBe(expected)
  })
  it('refuses more than 32 MiB with 413', async () => {
    expect(await status(new Uint8Array(32 * 1024 * 1024 + 1), 'application/json')).toBe(413)
  })
  it.each([
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/vnd.ms-excel', 'save it as .xlsx'],
    [Buffer.from('%PDF-1.7'), 'application/pdf', 'this is a PDF'],
    [Buffer.from('PAR1'), 'application/vnd.apache.parquet', 'Parquet is not taken'],
  ])(
    'says what to do about a format that it knows by its first bytes, also under its own media type (case %#)',
    async (body, type, sentence) => {
      await expect(raws(body, type)).rejects.toThrow(sentence)
    },
  )
})
