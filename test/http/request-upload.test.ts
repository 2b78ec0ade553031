import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../functions/http/message.ts'
import { uploadOf } from '../../functions/http/operations/request-upload.ts'

const request = (headers: HttpRequest['headers'], body: Uint8Array): HttpRequest => ({
  method: 'POST',
  path: '/api/v1/x/events',
  query: new URLSearchParams(),
  headers,
  body,
})

const ce = {
  'ce-specversion': '1.0',
  'ce-type': 'union.established',
  'ce-source': 'ce-test',
  'ce-id': '1',
  'ce-time': '2026-03-02T10:00:00+08:00',
  'ce-occurredon': '2026-03-02',
  'content-type': 'application/json; charset=utf-8',
}

describe('a CloudEvent in binary mode', () => {
  it('is the event that it is in structured mode (fail-42)', async () => {
    const upload = await uploadOf(request({ ...ce, 'ce-revision': '2' }, Buffer.from('{"union_id":"U-1"}')))
    expect(upload.contentType).toBe('application/cloudevents+json')
    expect(JSON.parse(Buffer.from(upload.body).toString())).toEqual({
      specversion: '1.0',
      type: 'union.established',
      source: 'ce-test',
      id: '1',
      time: '2026-03-02T10:00:00+08:00',
      occurredon: '2026-03-02',
      revision: 2,
      data: { union_id: 'U-1' },
    })
  })
  it('has the same bytes whatever the order of its headers', async () => {
    const other = Object.fromEntries(Object.entries(ce).reverse())
    const [one, two] = [await uploadOf(request(ce, Buffer.from('{}'))), await uploadOf(request(other, Buffer.from('{}')))]
    expect(Buffer.from(one.body).toString()).toBe(Buffer.from(two.body).toString())
  })
  it('with data that is no JSON is refused', async () => {
    await expect(uploadOf(request(ce, Buffer.from('not JSON')))).rejects.toThrow('data of a CloudEvent is JSON')
  })
})

describe('a form', () => {
  async function form(...files: [string, string][]): Promise<HttpRequest> {
    const data = new FormData()
    for (const [name, text] of files) data.append('file', new Blob([text], { type: 'text/csv' }), name)
    const sent = new Response(data)
    return request({ 'content-type': sent.headers.get('content-type')! }, new Uint8Array(await sent.arrayBuffer()))
  }
  it('gives its file, with the media type of the file', async () => {
    const upload = await uploadOf(await form(['a.csv', 'source,id']))
    expect([Buffer.from(upload.body).toString(), upload.contentType]).toEqual(['source,id', 'text/csv'])
  })
  it('with two files is refused', async () => {
    await expect(uploadOf(await form(['a.csv', 'x'], ['b.csv', 'y']))).rejects.toThrow('expected one file in the form, got 2')
  })
  it('that is broken is refused', async () => {
    const broken = request({ 'content-type': 'multipart/form-data; boundary=x' }, Buffer.from('nothing'))
    await expect(uploadOf(broken)).rejects.toThrow('the form (multipart/form-data) is broken')
  })
})

it('any other body is taken as it is', async () => {
  const body = Buffer.from('[]')
  expect(await uploadOf(request({ 'content-type': 'application/json' }, body))).toEqual({ body, contentType: 'application/json' })
})
