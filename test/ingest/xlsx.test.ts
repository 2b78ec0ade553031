import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { bodyOf } from '../../functions/ingest/parsers/body.ts'
import { readBody } from '../../functions/ingest/parsers/read-body.ts'
import { UnreadableBody } from '../../functions/ingest/parsers/row.ts'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { workbookAround } from '../fixtures/poison/make.ts'
import { zip } from '../fixtures/zip.ts'

type Cell = string | number | boolean | Date | null

const HEADER = ['来源', '编号', '事件类型', '发生日期', '身份证号', '工会编号', '地区代码', '行业', '入会路径', '入会渠道']
const good = (id: string): Cell[] => [
  'union:310115',
  id,
  '入会',
  '2025-03-14',
  '11010519491231002X',
  'U-1',
  '310115',
  '快递员',
  '个人依托平台自主开展经营活动',
  '扫码入会',
]

async function workbook(rows: Cell[][], more: object[] = []): Promise<Uint8Array> {
  return writeXlsx({ sheets: [{ name: '数据', rows }, ...(more as { name: string; rows: Cell[][] }[])] })
}

async function ingest(body: Uint8Array) {
  const dataset = await openDataset('test', emptyStore(), KEY, () => NOW)
  return dataset.ingest({ body, contentType: 'application/octet-stream' })
}

async function refusal(body: Uint8Array, type?: string): Promise<[number, string]> {
  try {
    for await (const batch of (await readBody(bodyOf(body), type)).batches) void batch
    return [200, '']
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
    return [error.status, error.zh]
  }
}

describe('a workbook', () => {
  it('is accepted with Chinese headings, names of codes and a title above the header', async () => {
    const receipt = await ingest(await workbook([['浦东新区入会登记表'], [], HEADER, good('1'), good('2')]))
    expect(receipt).toMatchObject({ rows: 2, accepted: 2, errors: [] })
  })
  it('gives the same event as JSON does', async () => {
    const dataset = await openDataset('test', emptyStore(), KEY, () => NOW)
    await dataset.ingest({ body: await workbook([HEADER, good('1')]) })
    const event = {
      source: 'union:310115',
      id: '1',
      type: 'member.joined',
      occurred_on: '2025-03-14',
      data: {
        worker: { id_number: '11010519491231002X' },
        union_id: 'U-1',
        region: '310115',
        sector: 'courier',
        path: 'self_run',
        channel: 'scan',
      },
    }
    expect(await dataset.ingest({ body: Buffer.from(JSON.stringify(event)) })).toMatchObject({ duplicates: 1 })
  })
  it('is read from its first visible sheet only', async () => {
    const receipt = await ingest(
      await writeXlsx({
        sheets: [
          { name: '旧', hidden: true, rows: [HEADER, good('9'), good('8')] },
          { name: '数据', rows: [HEADER, good('1')] },
          { name: '说明', rows: [['请看']] },
        ],
      }),
    )
    expect(receipt).toMatchObject({ rows: 1, accepted: 1 })
    expect(receipt.notes).toEqual([
      {
        code: 'other_sheets',
        message: '只读取第一个有表头的可见工作表“数据”，未读取：“旧”',
        message_en: expect.stringContaining('“旧”') as string,
      },
    ])
  })
  it.each([
    ['2025/3/14', true],
    ['2025年3月14日', true],
    ['20250314', true],
    [45730, true],
    [new Date('2025-03-14T00:00:00Z'), true],
    ['03/04/2025', false],
    ['2025-13-14', false],
  ] as [Cell, boolean][])('has its day %s read in the ways people write it, or rejected (C08)', async (day, isGood) => {
    const row = good('1')
    row[3] = day
    const receipt = await ingest(await workbook([HEADER, row]))
    expect(receipt.accepted).toBe(isGood ? 1 : 0)
    if (isGood) expect((await ingest(await workbook([HEADER, good('1')]))).accepted).toBe(1)
    else expect(receipt.errors[0]).toMatchObject({ field: 'occurred_on' })
  })
  it.each([
    [110105194912310020, 'rounded'],
    ['1.10101E+17', 'rounded'],
    ['110105194912310000', 'rounded'],
    ['110105194912310021', 'check_character'],
  ] as [Cell, string][])('has the identity number %s rejected as what it is (C04)', async (id, code) => {
    const row = good('1')
    row[4] = id
    expect((await ingest(await workbook([HEADER, row]))).errors).toMatchObject([{ row: 1, field: 'data.worker.id_number', code }])
  })
  it('has its totals row rejected as a totals row (C09)', async () => {
    const receipt = await ingest(await workbook([HEADER, good('1'), ['合计', '', '', '', '', '', '', 1]]))
    expect(receipt).toMatchObject({ rows: 2, accepted: 1, rejected: 1, errors: [{ row: 2, field: 'body', code: 'totals_row' }] })
  })
  it('has text like a formula taken as that text, with a note, and stored letter for letter (C12)', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, () => NOW)
    const formulas = ['=HYPERLINK("http://evil.example","x")', "=cmd|'/c calc'!A0", '@SUM(A1)', '=1+1']
    const rows = formulas.map((text, n) => good(String(n)).with(5, text))
    const receipt = await dataset.ingest({ body: await workbook([HEADER, ...rows]) })
    expect(receipt).toMatchObject({ rows: 4, accepted: 4, errors: [] })
    expect(receipt.notes?.map(({ code }) => code)).toEqual(['formula_like'])
    const events = await decodeEvents(await getFile(store, dataset.log.live()[0]!))
    expect(events.map(({ event }) => event.data.union_id)).toEqual(formulas)
  })
  it.each([
    ['with the value that was last computed', '<f>"U"&amp;"-1"</f><v>U-1</v>'],
    ['without a value', "<f>cmd|'/c calc'!A0</f>"],
    ['shared with another cell', '<f t="shared" si="0"/><v>U-1</v>'],
    ['that is an array', '<f t="array" ref="F2">A1:A2</f><v>U-1</v>'],
  ])('rejects the row of a formula %s, and stores neither formula nor value (C12)', async (_what, cell) => {
    const text = (ref: string, value: Cell) => `<c r="${ref}" t="inlineStr"><is><t>${String(value)}</t></is></c>`
    const columns = [...'ABCDEFGHIJ']
    const line = (row: number, cells: Cell[]) => cells.map((value, n) => text(`${columns[n]!}${row}`, value))
    const formula = line(2, good('1')).with(5, `<c r="F2" t="str">${cell}</c>`)
    const xml = [line(1, HEADER), formula, line(3, good('2'))].map((cells, n) => `<row r="${n + 1}">${cells.join('')}</row>`).join('')
    const body = zip(workbookAround(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${xml}</sheetData></worksheet>`)) // prettier-ignore
    const dataset = await openDataset('test', emptyStore(), KEY, () => NOW)
    const receipt = await dataset.ingest({ body })
    expect(receipt).toMatchObject({ rows: 2, accepted: 1, rejected: 1, errors: [{ row: 1, field: 'body', code: 'formula' }] })
    expect(receipt.notes?.map(({ code }) => code)).toEqual(['formula'])
    const { rows } = (await dataset.rejectedRows(receipt.receipt_id))!
    expect(JSON.stringify(await Array.fromAsync(rows))).not.toMatch(/U-1|calc/)
  })
})

describe('a body that is not a workbook', () => {
  it.each([
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 415, '另存为 .xlsx'],
    [Buffer.from('%PDF-1.7'), 415, 'PDF'],
    [Buffer.from('PK\u0003\u0004garbage'), 400, '不是完整的 XLSX'],
    [zip([['readme.txt', Buffer.from('hello')]]), 415, '不是 XLSX'],
    [zip([['../../etc/passwd', Buffer.from('x')]]), 400, 'XLSX'],
    [zip([['xl/workbook.xml', Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>')]]), 400, '不允许的 XML 声明'],
    [zip([['xl/workbook.xml', Buffer.alloc(64 * 1024 * 1024, 32)]]), 413, '解压后过大'],
    [zip(Array.from({ length: 600 }, (_, n): [string, Buffer] => [`p${n}`, Buffer.from('x')])), 413, '过多部件'],
  ])('is refused in a sentence that a clerk understands (case %#) (C13, C16, C17, C21, C25)', async (body, status, words) => {
    const [found, sentence] = await refusal(body)
    expect(found).toBe(status)
    expect(sentence).toContain(words)
  })
})
