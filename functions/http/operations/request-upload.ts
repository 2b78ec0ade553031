import { UnreadableBody } from '../../ingest/parsers/row.ts'
import type { HttpRequest } from '../message.ts'

/** What a request uploads: the bytes of a file and their media type. */
export interface RequestUpload {
  body: Uint8Array
  contentType: string | undefined
}

/** The file in a form, as a browser or `curl -F` sends it. Throws UnreadableBody unless there is exactly one. */
async function fileInForm(body: Uint8Array, contentType: string): Promise<RequestUpload> {
  let form: FormData
  try {
    form = await new Response(body as Uint8Array<ArrayBuffer>, { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw new UnreadableBody(400, '表单（multipart/form-data）不完整', 'the form (multipart/form-data) is broken')
  }
  const files = [...form.values()].filter((value) => typeof value !== 'string' && value.size > 0) as File[]
  if (files.length !== 1) {
    throw new UnreadableBody(
      400,
      `表单里应有一个文件，收到 ${files.length} 个；请逐个上传`,
      `expected one file in the form, got ${files.length}: send one at a time`,
    )
  }
  const file = files[0]!
  return { body: new Uint8Array(await file.arrayBuffer()), contentType: file.type || undefined }
}

const ATTRIBUTE = /^ce-([a-z0-9]+)$/

/** A header as text: programs that do not encode it send UTF-8, of which each byte arrives as one character. Throws UnreadableBody for other bytes. */
function headerText(value: string): string {
  // Only bytes, and one of them beyond ASCII: anything else is text already.
  if (/[\u0100-\uffff]/.test(value) || !/[\u0080-\u00ff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    throw new UnreadableBody(400, 'ce- 开头的请求头应为 UTF-8', 'a header that begins with ce- is not UTF-8')
  }
}

/** The value of a header of CloudEvents: percent-encoded, perhaps in quotation marks (HTTP protocol binding 1.0, 3.1.3.2). */
function attributeValue(given: string): string {
  const value = headerText(given)
  const plain = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? value
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

/**
 * A CloudEvent in binary mode, whose attributes are headers and whose data is the body, in structured mode (HTTP protocol binding 1.0, 3.1). The
 * same event has the same bytes, whatever the order of its headers. Throws UnreadableBody where the data is not JSON.
 */
function structuredEvent({ headers, body }: HttpRequest): RequestUpload {
  const attributes = Object.keys(headers)
    .flatMap((header) => ATTRIBUTE.exec(header)?.[1] ?? [])
    .sort()
    .map((name) => [name, attributeValue(headers[`ce-${name}`] ?? '')])
  let data: string
  try {
    data = new TextDecoder('utf-8', { fatal: true }).decode(body)
    if (data !== '') JSON.parse(data)
  } catch (error) {
    throw new UnreadableBody(
      400,
      `CloudEvents 的数据应为 JSON：${(error as Error).message}`,
      `the data of a CloudEvent is JSON here: ${(error as Error).message}`,
    )
  }
  const event = JSON.stringify({ ...Object.fromEntries(attributes), ...numbered(headers) })
  // The data as it was sent: the reader of events refuses a name that it gives twice.
  const text = data === '' ? event : `${event.slice(0, -1)}${event === '{}' ? '' : ','}"data":${data}}`
  return { body: Buffer.from(text), contentType: 'application/cloudevents+json' }
}

/** The extensions that are no text: a header only carries text. */
function numbered(headers: HttpRequest['headers']): Record<string, unknown> {
  const revision = headers['ce-revision']
  const isVoid = headers['ce-void']
  return {
    ...(revision !== undefined && /^\d+$/.test(revision) && { revision: Number(revision) }),
    ...(isVoid !== undefined && /^(true|false)$/.test(isVoid) && { void: isVoid === 'true' }),
  }
}

/** What a request uploads, taken out of a form or out of the headers of a CloudEvent in binary mode. Throws UnreadableBody. */
export async function uploadOf(http: HttpRequest): Promise<RequestUpload> {
  const contentType = http.headers['content-type']
  if (/^multipart\/form-data\b/i.test(contentType ?? '')) return fileInForm(http.body, contentType!)
  const isStructured = /^application\/cloudevents\b/i.test(contentType ?? '')
  if (http.headers['ce-specversion'] !== undefined && !isStructured) return structuredEvent(http)
  return { body: http.body, contentType }
}
