import { streamXlsxRows, writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { csvTemplate, templateTypes, xlsxTemplate } from '../../functions/ingest/templates.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { registry } from '../../functions/catalogue/registry.ts'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { partOfZip } from '../fixtures/unzip.ts'

const fresh = () => openDataset('test', emptyStore(), KEY, () => NOW)

describe.each(templateTypes)('the template of %s', (type) => {
  it('is accepted unchanged, as CSV and as XLSX, and its example is a void that counts nothing', async () => {
    const dataset = await fresh()
    expect(await dataset.ingest({ body: (await xlsxTemplate(type))! })).toMatchObject({ rows: 1, accepted: 1, errors: [] })
    expect(await dataset.ingest({ body: Buffer.from(csvTemplate(type)!), contentType: 'text/csv' })).toMatchObject({
      rows: 1,
      duplicates: 1,
    })
  })
  it('is accepted with its example turned into an event', async () => {
    const text = csvTemplate(type)!
    const [header, example] = text
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    example![header!.findIndex((heading) => heading.includes('（void）'))] = ''
    expect(
      await (
        await fresh()
      ).ingest({ body: Buffer.from([header, example].map((line) => line!.join(',')).join('\n')), contentType: 'text/csv' }),
    ).toMatchObject({ accepted: 1, errors: [] })
  })
  it('has codes and notes on sheets of their own', async () => {
    const sheet = async (name: string) => Array.fromAsync(streamXlsxRows((await xlsxTemplate(type))!, { sheet: name }))
    expect((await sheet('代码')).length).toBeGreaterThan(1)
    expect((await sheet('说明')).length).toBeGreaterThan(6)
  })
})

/** The rows of a sheet of a workbook, as text. */
const rowsOf = async (file: Uint8Array, sheet: string) =>
  (await Array.fromAsync(streamXlsxRows(file, { sheet }))).map(({ values }) => values.map((value) => (value === null ? '' : String(value))))

/** The drop-down lists of a template as its XML states them: for each heading, what is offered and what stands beside it. */
async function dropDowns(file: Uint8Array): Promise<Map<string, { value: string; beside: string }[]>> {
  const xml = await partOfZip(file, 'xl/worksheets/sheet1.xml')
  const [headings, codes] = [(await rowsOf(file, '填报'))[0]!, await rowsOf(file, '代码')]
  const columnOf = (letters: string) => [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1
  const lists = xml.matchAll(/<dataValidation [^>]*type="list"[^>]*sqref="([A-Z]+)2:\1(\d+)"[^>]*>\s*<formula1>([^<]*)<\/formula1>/g)
  return new Map(
    [...lists].map(([, at, last, formula]) => {
      expect(Number(last)).toBeGreaterThan(1000)
      const [, from, first, to, end] = /^(?:'|&apos;|)代码(?:'|&apos;|)!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)$/.exec(formula!)!
      expect([first, to]).toEqual(['2', from])
      const column = columnOf(from!)
      return [
        headings[columnOf(at!)]!,
        codes.slice(1, Number(end)).map((row) => ({ value: row[column] ?? '', beside: row[column + 1] ?? '' })),
      ]
    }),
  )
}

describe('the drop-down lists of the templates', () => {
  it('offer for a target every code that a target can be set on, with its name beside it', async () => {
    const offered = (await dropDowns((await xlsxTemplate('target.set'))!)).get('指标代码（metric）')!
    const targetable = [...registry.values()].filter((one) => one.targetable)
    expect(targetable.length).toBeGreaterThan(300)
    expect(Object.fromEntries(offered.map(({ value, beside }) => [value, beside]))).toEqual(
      Object.fromEntries(targetable.map(({ code, name }) => [code, name.zh])),
    )
    expect(offered).toHaveLength(targetable.length)
  })
  it('offer the sectors and all of them together, the types of events, and the metrics of figures', async () => {
    const sectors = (await dropDowns((await xlsxTemplate('target.set'))!)).get('行业（sector）')!
    expect(sectors).toHaveLength(6)
    expect(sectors).toEqual(expect.arrayContaining([{ value: '全部', beside: 'all' }, { value: '快递', beside: 'courier' }])) // prettier-ignore
    const types = (await dropDowns((await xlsxTemplate('zero.reported'))!)).get('报送事项（event_type）')!
    expect(types.map(({ beside }) => beside)).toEqual([...eventTypes.keys()])
    const figures = (await dropDowns((await xlsxTemplate('figure.published'))!)).get('指标代码（metric）')!
    expect(figures.map(({ value }) => value)).toEqual(expect.arrayContaining(['driver_homes_total', 'members', 'M085']))
  })
  it.each(templateTypes)('stand in every column of %s that takes codes', async (type) => {
    const lists = await dropDowns((await xlsxTemplate(type))!)
    const taking = eventTypes
      .get(type)!
      .fields.filter(({ kind }) => /^codes?:/.test(kind) || ['boolean', 'metric', 'event_type', 'sector_or_all'].includes(kind))
    for (const { name } of taking)
      expect(
        [...lists.keys()].some((heading) => heading.endsWith(`（${name}）`)),
        name,
      ).toBe(true)
    for (const choices of lists.values()) for (const { value, beside } of choices) expect([value, beside]).not.toContain('')
  })
  it.each(['target.set', 'figure.published', 'zero.reported', 'check.answered', 'agreement.signed'])(
    'of %s offer only what the intake takes, filled in by hand and saved again',
    async (type) => {
      const file = (await xlsxTemplate(type))!
      const [headings, example] = await rowsOf(file, '填报')
      const rows = [...(await dropDowns(file))].flatMap(([heading, choices]) =>
        choices.map(({ value }) => example!.map((cell, at) => (headings![at] === heading ? value : cell))),
      )
      const isVoid = headings!.indexOf('作废（void）')
      const filled = rows.map((row, number) => row.map((cell, at) => (at === 1 ? `e${number}` : at === isVoid ? '' : cell)))
      // A workbook saved again loses the rules of this system's writer, and keeps the sheets with their names.
      const again = await writeXlsx({
        sheets: [
          { name: '填报', rows: [headings!, ...filled.map((row) => row.map((cell) => cell || null))] },
          ...(await Promise.all(['代码', '说明'].map(async (name) => ({ name, rows: await rowsOf(file, name) })))),
        ],
      })
      const receipt = await (await fresh()).ingest({ body: again })
      expect(receipt).toMatchObject({ rejected: 0, rows: filled.length, errors: [] })
      expect(receipt).not.toHaveProperty('notes')
    },
  )
})

describe('all templates together', () => {
  it('leave a release without any live event', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, () => NOW)
    for (const type of templateTypes) await dataset.ingest({ body: Buffer.from(csvTemplate(type)!), contentType: 'text/csv' })
    const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
    expect(manifest.events).toMatchObject({ rows: templateTypes.length, live: 0 })
  })
  it('do not exist for a type that is not in the catalogue', async () => {
    expect(csvTemplate('member.jumped')).toBeUndefined()
    expect(await xlsxTemplate('member.jumped')).toBeUndefined()
  })
})

describe('a dry run', () => {
  it('returns what the receipt would be, and commits nothing', async () => {
    const dataset = await fresh()
    const body = Buffer.from(
      '[{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}},{"source":"s"}]',
    )
    expect(await dataset.dryRun({ body })).toMatchObject({ status: 'dry_run', rows: 2, accepted: 1, rejected: 1 })
    expect(dataset.log.entries).toHaveLength(0)
    expect(await dataset.ingest({ body })).toMatchObject({ status: 'committed', accepted: 1 })
    expect(await dataset.dryRun({ body })).toMatchObject({ duplicates: 1, rejected: 1 })
  })
})
