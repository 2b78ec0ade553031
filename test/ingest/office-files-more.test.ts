import { describe, expect, it } from 'vitest'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import type { Event } from '../../functions/events/event.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { workbookAround } from '../fixtures/poison/make.ts'
import { zip } from '../fixtures/zip.ts'

/** What a body came to: its errors and notes, and the events that were stored. */
async function taken(body: Uint8Array | string) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipt = await dataset.ingest({ body: typeof body === 'string' ? Buffer.from(body) : body })
  const events: Event[] = []
  for (const { key } of dataset.log.live())
    events.push(...(await decodeEvents(Buffer.from((await store.get(key))!))).map(({ event }) => event))
  return {
    errors: receipt.errors.map(({ row, field, code }) => `${row} ${field} ${code}`),
    notes: (receipt.notes ?? []).map(({ code }) => code),
    events,
  }
}

/** GB 2312 bytes of the texts that these tests write. */
const GB: Record<string, number[]> = {
  浦东工会: [0xc6, 0xd6, 0xb6, 0xab, 0xb9, 0xa4, 0xbb, 0xe1],
  英伟学校: [0xd3, 0xa2, 0xce, 0xb0, 0xd1, 0xa7, 0xd0, 0xa3],
}

const UNION = 'source,id,type,occurred_on,union_id,name,form,mode,region'
const union = (id: string, name = `工会${id}`, more = '') =>
  `s,${id},union.established,2025-03-14,U-${id},${name},joint_union,area,310115${more}`
const table = (...lines: string[]) => [UNION, ...lines].join('\n')
const inGb = (line: string, name: string) => {
  const [before, after] = line.split(name)
  return Buffer.concat([Buffer.from(before!), Buffer.from(GB[name]!), Buffer.from(after!)])
}

describe('a file of two encodings', () => {
  it('has lines of UTF-8 among GB18030 refused, though their bytes are other characters there', async () => {
    const lines = [1, 2, 3].map((id) => inGb(union(String(id), '浦东工会'), '浦东工会'))
    // 浦东 is six bytes in UTF-8, three characters of GB18030.
    const mixed = Buffer.concat([Buffer.from(`${UNION}\n`), ...lines.flatMap((line) => [line, Buffer.from('\n')]), Buffer.from(union('4', '浦东'))]) // prettier-ignore
    const { errors, notes, events } = await taken(mixed)
    expect([errors, notes, events.map(({ data }) => data.name)]).toEqual([
      ['4 data.name malformed'],
      ['encoding'],
      ['浦东工会', '浦东工会', '浦东工会'],
    ])
  })
  it('has lines of GB18030 among UTF-8 noted where their bytes are text in both', async () => {
    const mixed = Buffer.concat([Buffer.from(`${table(union('1'), union('2'))}\n`), inGb(union('3', '英伟学校'), '英伟学校')])
    expect((await taken(mixed)).notes).toEqual(['encoding'])
    expect((await taken(table(union('1'), union('2')))).notes).toEqual([])
  })
})

describe('a file of one line beyond ASCII', () => {
  it('with the sign of the yuan is UTF-8', async () => {
    const service =
      'source,id,type,occurred_on,kind,region,sector,count,amount_cny\ns,1,service.delivered,2025-03-14,training,310115,courier,3,"¥1,200"'
    const { errors, events } = await taken(service)
    expect([errors, events[0]?.data.amount_cny]).toEqual([[], 1200])
  })
  it('that is of mostly rare characters in GB18030 is noted as such, since Big5 is read so', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, () => NOW)
    const [before, after] = union('1', '工會').split('工會')
    const big5 = Buffer.concat([Buffer.from(`${UNION}\n${before!}`), Buffer.from([0xbb, 0x4f, 0xa5, 0x5f, 0xa7, 0xd6, 0xbb, 0xbc, 0xa4, 0x75, 0xb7, 0x7c]), Buffer.from(after!)]) // prettier-ignore
    expect((await dataset.ingest({ body: big5 })).notes![0]!.message).toContain('Big5')
  })
})

describe('a mark of a note behind a number', () => {
  it.each([
    ['count', '12①', '1 data.count wrong_type'],
    ['count', '12²', '1 data.count wrong_type'],
    ['occurred_on', '2025-03-1①', '1 occurred_on malformed'],
    ['region', '31011⑤', '1 data.region unknown_region'],
  ])('is no digit of it: %s %s', async (field, written, error) => {
    const names = 'source,id,type,occurred_on,kind,region,sector,count'
    const cells = 's,1,service.delivered,2025-03-14,training,310115,courier,3'.split(',').with(names.split(',').indexOf(field), written)
    expect((await taken(`${names}\n${cells.join(',')}`)).errors).toEqual([error])
  })
})

describe('a number that a program spoiled', () => {
  it.each(['2.02503E+17', '202.5E+15', '2,02503E+17', '-3.1E+14', '2.025E-05', '3.1 E+14', '3.1×10^14', '３．１Ｅ＋１４'])(
    'is no id: %s',
    async (id) => {
      expect((await taken(table(union('1').replace('s,1,', `s,"${id}",`)))).errors).toEqual(['1 id rounded'])
    },
  )
  it.each(['12E-b', 'E10', '3E-A1', '1.5.2', 'U-1E5'])('does not make an id of one: %s', async (id) => {
    expect((await taken(table(union('1').replace('s,1,', `s,${id},`)))).errors).toEqual([])
  })
  it('has the fraction taken off that a column with empty cells gets', async () => {
    const { events } = await taken(table(union('1').replace('U-1', '1001.0'), union('2').replace('U-2', '1.0')))
    expect(events.map(({ data }) => data.union_id)).toEqual(['1001', '1.0'])
  })
  it('is told of where all long ids end in zeros', async () => {
    const rounded = table(union('202503140001234000'), union('202503140001235000'))
    expect((await taken(rounded)).notes).toEqual(['rounded'])
    expect((await taken(table(union('202503140001234000'), union('202503140001235001')))).notes).toEqual([])
  })
})

describe('a word for nothing', () => {
  it.each(['NA', '<NA>', 'NaT', 'Err:502', '（无）', 'N\\A', '#BUSY!', 'unknown', '不明', '未编号', 'n.a.'])(
    'is no id: %s',
    async (word) => {
      expect((await taken(table(union('1').replace('U-1', word)))).errors).toEqual(['1 data.union_id no_value'])
    },
  )
  it.each(['NA-1', 'unknown-1', 'e1', 'b', 'infra', '无锡-1'])('is not part of an id: %s', async (id) => {
    expect((await taken(table(union('1').replace('U-1', id)))).errors).toEqual([])
  })
})

describe('an apostrophe before a cell', () => {
  it.each([
    ["'U-7", 'U-7'],
    ["''U-7", 'U-7'],
    ['‘20250017', '20250017'],
    ["'U'7", "'U'7"],
  ])('is what keeps it as text, unless it is a quotation: %s', async (written, read) => {
    expect((await taken(table(union('1').replace('U-1', written)))).events.map(({ data }) => data.union_id)).toEqual([read])
  })
})

describe('a heading', () => {
  it.each([
    '地区代码（6位）',
    '1.地区代码',
    '★地区代码',
    '地区代码(*)',
    '地区代码（请填数字）',
    '*地区代码（6位数字）（必填）',
    '①地区代码',
    '地区代码②',
  ])('that is marked or explained is the field: %s', async (heading) => {
    expect((await taken(table(union('1')).replace('region', heading))).errors).toEqual([])
  })
  it('whose brackets change the unit is another field', async () => {
    const service = (heading: string) => `source,id,type,occurred_on,kind,region,sector,count,${heading}\ns,1,service.delivered,2025-03-14,training,310115,courier,3,12` // prettier-ignore
    expect((await taken(service('金额（元）'))).events.map(({ data }) => data.amount_cny)).toEqual([12])
    expect((await taken(service('金额（万元）'))).errors).toEqual(['1 data.金额(万元) unknown_field'])
  })
  it.each(['№', '备注2', '备注（选填）', '填报时间', 'S/N', '*备注'])('that numbers or annotates rows is left out: %s', async (heading) => {
    expect(await taken(`${UNION},${heading}\n${union('1', '甲', ',x')}`)).toMatchObject({ errors: [], notes: ['columns_not_read'] })
  })
})

describe('a day', () => {
  const on = async (day: string) => {
    const { events, errors } = await taken(table(union('1').replace('2025-03-14', `"${day}"`)))
    return events[0]?.occurredOn ?? errors[0]
  }
  it.each(['14-Mar-2025', 'March 14, 2025', '14 Mar 2025 08:30', 'Mar. 14 2025', '14Mar2025'])('is read with the name of its month: %s', async (day) => {
    expect(await on(day)).toBe('2025-03-14')
  }) // prettier-ignore
  it.each(['14 Mar 2025 - 20 Mar 2025', 'March 14, 2025 to March 20', '14 Marble 2025', '14 Mar 2025 23:30:00 GMT'])('is not guessed from: %s', async (day) => {
    expect(await on(day)).toBe('1 occurred_on malformed')
  }) // prettier-ignore
  it('with an offset from UTC is the day in Shanghai, whatever names its month', async () => {
    expect(await on('14 Mar 2025 23:30:00 +0000')).toBe('2025-03-15')
  })
  it.each(['2025-02-30T00:00:00Z', '03/04/2025 10:00Z', 'March 4, 2025 10:00Z'])('that does not exist is made of no time of a CloudEvent: %s', async (time) => {
    const event = { specversion: '1.0', source: 's', id: '1', type: 'union.dissolved', time, data: { union_id: 'u' } }
    expect((await taken(JSON.stringify(event))).errors).toEqual(['1 occurred_on required'])
  }) // prettier-ignore
})

describe('a totals row', () => {
  it.each([
    ['with its word in the column of ids', 's,合计,union.established,2025-03-14,U-9,全部,joint_union,area,310115'],
    ['with its number behind the word', '共计3个,,,,,,,,'],
  ])('%s is no event', async (_, line) => {
    expect((await taken(table(union('1'), line))).errors).toEqual(['2 body totals_row'])
  })
  it('is not what a source or id that only ends so makes', async () => {
    expect((await taken(table(union('item-total').replace('s,', 'checksum,')))).errors).toEqual([])
  })
})

describe('a row whose number was cut at the comma of its thousands', () => {
  it('is refused, though an empty cell at its end takes up the shift', async () => {
    const header = 'source,id,type,occurred_on,kind,region,sector,worker.ref,amount_cny,备注'
    const line = 's,1,service.delivered,2025-03-14,training,310115,courier,w,1,200,'
    expect((await taken(`${header}\n${line}`)).errors).toEqual(['1 body unreadable'])
    expect((await taken(`${header}\n${line.replace('1,200,', '1200,,')}`)).errors).toEqual([])
  })
})

describe('a name that JSON gives twice', () => {
  it.each([
    '{"source":"s","id" :"1","id":"2","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}',
    '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id"\n:"u","union_id":"v"}}',
  ])('is found with blanks before the colon, too: %s', async (body) => {
    expect((await taken(body)).errors).toEqual(['1 body unreadable'])
  })
})

const cellOf = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const HEADINGS = UNION.split(',')
const letters = 'ABCDEFGHI'
const rowOf = (index: number, cells: readonly string[], more = '') => `<row r="${index}"${more}>${cells.map((text, at) => (text.startsWith('<') ? text : text === '' ? '' : cellOf(`${letters[at]}${index}`, text))).join('')}</row>` // prettier-ignore
const sheet = (rows: string, { before = '', after = '' } = {}) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${before}<sheetData>${rowOf(1, HEADINGS)}${rows}</sheetData>${after}</worksheet>`
const book = (xml: string, styles?: string) => {
  const parts = workbookAround(xml)
  if (styles !== undefined) {
    const rels = parts.find(([name]) => name === 'xl/_rels/workbook.xml.rels')!
    rels[1] = Buffer.from(String(rels[1]).replace('</Relationships>', '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>')) // prettier-ignore
    parts.push(['xl/styles.xml', Buffer.from(`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${styles}</styleSheet>`)]) // prettier-ignore
  }
  return zip(parts)
}

describe('a workbook', () => {
  it('has the cells that a formula of several cells fills refused as formulas, not taken as typed', async () => {
    const formula = '<c r="E2" t="str"><f t="array" ref="E2:E3">X</f><v>U-1</v></c>'
    const spilled = '<c r="E3" t="str"><v>U-2</v></c>'
    const rows = rowOf(2, union('1').split(',').with(4, formula)) + rowOf(3, union('2').split(',').with(4, spilled)) + rowOf(4, union('3').split(',')) // prettier-ignore
    expect((await taken(book(sheet(rows)))).errors).toEqual(['1 body formula', '2 body formula'])
  })
  it('has a code with the zeros that its format shows, as the same table has it as CSV', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    const rows = rowOf(2, union('1').split(',').with(4, '<c r="E2" s="1"><v>123</v></c>'))
    expect((await taken(book(sheet(rows), styles))).events.map(({ data }) => data.union_id)).toEqual(['000123'])
  })
  it('says which columns it hides, and that rows of no height are hidden', async () => {
    const rows = rowOf(2, union('1').split(','), ' ht="0" customHeight="1"')
    expect((await taken(book(sheet(rows, { before: '<cols><col min="9" max="9" hidden="1"/></cols>' })))).notes).toEqual(['hidden_rows', 'hidden_columns']) // prettier-ignore
  })
  it('has a row refused in which a merged cell covers another content', async () => {
    const after = '<mergeCells count="1"><mergeCell ref="I2:I4"/></mergeCells>'
    const rows = rowOf(2, union('1').split(',')) + rowOf(3, union('2').split(',').with(8, '310101')) + rowOf(4, union('3').split(',').with(8, '')) // prettier-ignore
    const { errors, events } = await taken(book(sheet(rows, { after })))
    expect([errors, events.map(({ data }) => data.region)]).toEqual([['2 body unreadable'], ['310115', '310115']])
  })
  it('with a number that no spreadsheet writes is refused', async () => {
    const rows = rowOf(2, union('1').split(',').with(4, '<c r="E2"><v>0x10</v></c>'))
    await expect(taken(book(sheet(rows)))).rejects.toMatchObject({ name: 'UnreadableBody', status: 400 })
  })
})
