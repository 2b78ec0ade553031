import { streamXlsxRows } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { csvTemplate, templateTypes, xlsxTemplate } from '../../functions/ingest/templates.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

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
