import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import type { Event } from '../../functions/events/event.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { UnreadableBody } from '../../functions/ingest/parsers/row.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const CASES = join(import.meta.dirname, '../fixtures/cases')

/** What a file came to: the counts of its receipt, its errors and notes, and the events that were stored. */
async function taken(file: string, contentType = 'application/octet-stream') {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipt = await dataset.ingest({ body: readFileSync(join(CASES, file)), contentType })
  const events: Event[] = []
  for (const { key } of dataset.log.live()) {
    const stored = await decodeEvents(Buffer.from((await store.get(key))!))
    events.push(...stored.map(({ event }) => event))
  }
  const { accepted, duplicates, conflicts, rejected } = receipt
  return {
    counts: [accepted, duplicates, conflicts, rejected],
    errors: receipt.errors.map(({ row, field, code }) => `${row} ${field} ${code}`),
    words: receipt.errors.map(({ message }) => message),
    notes: (receipt.notes ?? []).map(({ code }) => code),
    events,
  }
}

async function refusal(file: string): Promise<string> {
  const error: unknown = await taken(file).catch((fault: unknown) => fault)
  if (!(error instanceof UnreadableBody)) throw new Error(`${file} was read`)
  return error.zh
}

/** Files that are taken whole: how many events there are in each. */
const WHOLE: [string, string, number, string?][] = [
  ['a header that ends with CRLF above rows that end with LF', 'fail-06/mixed.csv', 3],
  ['rows that end in several ways', 'fail-06/mixed-2.csv', 3],
  ['a file that was given back with its reasons, mended and sent again', 'fail-07/mended-as-given-back.csv', 1],
  ['county codes that were in force on the day', 'fail-08/old-codes.csv', 5],
  ['days with a time behind them', 'fail-11/day-and-time.csv', 6],
  ['days as Chinese offices type them', 'fail-12/days.csv', 6],
  ['a heading with an asterisk', 'fail-14/star.xlsx', 1],
  ['a heading marked as required', 'fail-14/required.xlsx', 1],
  ['the heading 行政区划代码', 'fail-14/xingzhengquhua.xlsx', 1],
  ['the heading 身份证号码', 'fail-14/shenfenzhenghaoma.xlsx', 1],
  ['the heading 手机号码', 'fail-14/shoujihaoma.xlsx', 1],
  ['borders down to row 300,100', 'fail-15/ghost-rows.xlsx', 1],
  ['formatted cells out to column XFD', 'fail-16/ghost-columns.xlsx', 1],
  ['a chart as the first sheet', 'fail-17/chart.xlsx', 1],
  ['semicolons between cells', 'fail-18/semicolon.csv', 1],
  ['a line that names the separator', 'fail-18/sep.csv', 1],
  ['tabs below a title', 'fail-18/title-and-tabs.txt', 1],
  ['a header in line 11', 'fail-19/notes.xlsx', 1],
  ['CSV as Windows calls it', 'fail-20/windows.csv', 1, 'application/vnd.ms-excel'],
  ['a workbook as WPS calls it', 'fail-20/wps.xlsx', 1, 'application/wps-office.xlsx'],
  ['a workbook as Kylin calls it', 'fail-20/kylin.xlsx', 1, 'application/vnd.ms-office'],
  ['a workbook called a ZIP', 'fail-20/zip.xlsx', 1, 'application/zip'],
  ['CSV as curl sends it', 'fail-20/curl-data-binary.csv', 1, 'application/x-www-form-urlencoded'],
  ['CSV as Notepad calls it', 'fail-20/notepad.csv', 1, 'text/plain'],
  ['identity numbers kept as text by an apostrophe or a formula', 'fail-24/id.csv', 2],
  ['region codes kept as text or spoiled to .0', 'fail-24/region.csv', 2],
  ['codes and days that JSON writes as numbers', 'fail-33/numbers.json', 1],
  ['numbers with their units', 'fail-34/units.csv', 4],
  ['counties founded since the year of the table', 'fail-09/new-codes.csv', 2],
  ['parts of a workbook whose names differ in case', 'fail-39/other-case.xlsx', 1],
  ['parts of a workbook whose names have backslashes', 'fail-39/backslash.xlsx', 1],
  ['parts of a workbook under another folder', 'fail-39/elsewhere.xlsx', 1],
]

describe('a file as offices make it', () => {
  it.each(WHOLE)('with %s is taken whole', async (_, file, count, contentType) => {
    const { counts, errors } = await taken(file, contentType)
    expect([counts, errors]).toEqual([[count, 0, 0, 0], []])
  })

  it.each<[string, string, number, string[]]>([
    ['ids that a spreadsheet rounded alike', 'fail-01/long-ids.xlsx', 0, ['1 id rounded', '2 id rounded', '3 id rounded']],
    [
      'ids that a spreadsheet rounded, with other content',
      'fail-01/long-ids-differ.xlsx',
      0,
      ['1 id rounded', '2 id rounded', '3 id rounded'],
    ],
    ['ids with an exponent', 'fail-02/sci-id.csv', 0, ['1 id rounded', '2 id rounded', '3 id rounded']],
    ['union ids with an exponent', 'fail-02/sci-union.csv', 0, ['1 data.union_id rounded', '2 data.union_id rounded']],
    ['error values as ids', 'fail-03/error-cells.xlsx', 1, ['1 id no_value', '2 id no_value']],
    ['words for nothing as people', 'fail-03/markers-people.csv', 0, [1, 2, 3, 4, 5].map((row) => `${row} data.worker.ref no_value`)],
    [
      'words for nothing as unions',
      'fail-03/markers-union.csv',
      0,
      [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((row) => [`${row} data.union_id no_value`, `${row} data.name no_value`]),
    ],
    ['a character cut in two', 'fail-05/cut.csv', 3, ['3 data.name malformed']],
    ['a further header', 'fail-06/joined.csv', 4, ['3 body second_header']],
    ['totals rows', 'fail-23/totals.xlsx', 2, ['3 body totals_row']],
    ['totals rows in other words', 'fail-23/totals-words.xlsx', 1, [2, 3, 4, 5].map((row) => `${row} body totals_row`)],
    ['phones spoiled to .0, with a country code, with an exponent', 'fail-24/phone.csv', 3, ['4 data.worker.phone rounded']],
    ['NaN, which is no JSON', 'fail-33/nan.json', 1, ['2 data.count wrong_type']],
    ['a name that JSON gives twice', 'fail-33/twice.json', 0, ['1 body unreadable']],
    ['zones that span several counties', 'fail-10/zones.csv', 3, ['3 data.region unknown_region', '4 data.region unknown_region']],
    ['a person born after joining', 'fail-29/born-later.csv', 2, ['1 data.worker.id_number out_of_range']],
    ['a formula in other quotation marks', 'fail-40/formula-quotes.xlsx', 0, ['1 body formula']],
  ])('with %s has these rows rejected by name, and no others', async (_, file, accepted, problems) => {
    const { counts, errors } = await taken(file)
    expect([counts[0], errors]).toEqual([accepted, problems])
  })

  it.each<[string, string, string]>([
    ['columns that number or annotate rows', 'fail-13/xuhao.xlsx', 'columns_not_read'],
    ['remarks', 'fail-13/beizhu.xlsx', 'columns_not_read'],
    ['row numbers by formula', 'fail-13/xuhao-formula.xlsx', 'columns_not_read'],
    ['a cover as its first sheet', 'fail-17/cover.xlsx', 'other_sheets'],
    ['rows hidden by a filter', 'fail-21/filtered.xlsx', 'hidden_rows'],
    ['a region merged down three rows', 'fail-22/merged-down.xlsx', 'merged_cells'],
    ['text that is UTF-8 and GB18030', 'fail-04/gb18030.csv', 'encoding'],
  ])('with %s is taken, and the receipt says so', async (_, file, note) => {
    const { counts, notes } = await taken(file)
    expect([counts[3], notes]).toEqual([0, [note]])
  })

  it('with one source and one id in two widths is taken as it is written, and the receipt says so', async () => {
    const { counts, notes } = await taken('fail-35/widths.csv')
    expect([counts, notes]).toEqual([
      [4, 0, 0, 0],
      ['look_alike', 'look_alike'],
    ])
  })

  it('with people of four and of 120 years is taken, and the receipt says how many', async () => {
    const { notes } = await taken('fail-29/born-later.csv')
    expect(notes).toEqual(['implausible_age'])
  })

  it.each([
    ['GB18030 text that is valid UTF-8 too', 'fail-04/gb18030.csv', '英伟学校'],
    ['a line break in a cell', 'fail-25/line-break.xlsx', '浦东快递 联合工会'],
    ['拼音指南', 'fail-36/phonetic-inline.xlsx', '浦东工会'],
    ['text that is partly formatted', 'fail-38/plain-then-rich.xlsx', '浦东新区快递行业工会'],
    ['an escaped line break', 'fail-41/x000d.xlsx', '浦东新区 快递行业工会'],
    ['an apostrophe that kept it from being a formula', 'fail-07/mended-as-given-back.csv', '@甲工会'],
  ])('with %s has the name that people see', async (_, file, name) => {
    expect((await taken(file)).events.map(({ data }) => data.name)).toEqual([name])
  })

  it('with an empty reference to the shared texts has no sector, not the first text of the workbook', async () => {
    const { events } = await taken('fail-37/empty-v.xlsx')
    expect(events.map(({ data }) => data.sector)).toEqual([undefined])
  })

  it('with a zone under another code than that of the table has that of the table; one that spans counties is refused with their codes', async () => {
    const { events, words } = await taken('fail-10/zones.csv')
    expect(events.map(({ data }) => data.region)).toEqual(['320576', '320576', '340176'])
    expect(words[0]).toContain('雄安新区')
    expect(words[0]).toContain('130629 容城县')
  })

  it('with a code that is nowhere is told of which year the table is', async () => {
    const { words } = await taken('fail-09/unknown.csv')
    expect(words[0]).toContain('2023 年')
  })

  it('with a time without an offset has the day of Shanghai, wherever it is read', async () => {
    const { events } = await taken('fail-26/no-offset.json', 'application/cloudevents+json')
    expect(events.map(({ occurredOn }) => occurredOn)).toEqual(['2025-03-31'])
  })

  it('with days in all forms has the same day in each', async () => {
    const { events } = await taken('fail-12/days.csv')
    const more = await taken('fail-11/day-and-time.csv')
    expect(new Set([...events, ...more.events].map(({ occurredOn }) => occurredOn))).toEqual(new Set(['2025-03-14']))
  })

  it('of which every row is rejected has a receipt that people can load, and says how many errors it leaves out', async () => {
    const rows = Array.from({ length: 10_001 }, (_, row) => `s,${row},union.dissolved,2025-03-14`).join('\n')
    const dataset = await openDataset('test', emptyStore(), KEY, () => NOW)
    const receipt = await dataset.ingest({ body: Buffer.from(`source,id,type,occurred_on,union_id\n${rows.replaceAll('\n', ',\n')},`) })
    expect(receipt).toMatchObject({ rejected: 10_001, errors_omitted: 9001 })
    expect(JSON.stringify(receipt).length).toBeLessThan(4_000_000)
  })

  it.each([
    ['a web page', 'fail-30/export.xls', '另存为 .xls 的网页'],
    ['an archive', 'fail-30/a.rar', 'RAR'],
    ['a picture', 'fail-30/a.png', '图片'],
  ])('that is %s is refused as what it is', async (_, file, words) => {
    expect(await refusal(file)).toContain(words)
  })
})
