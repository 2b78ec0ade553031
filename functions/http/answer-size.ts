import { gzipSync } from 'node:zlib'
import { readSetting } from '../settings/read-setting.ts'
import { type HttpRequest, type HttpResponse, problemDocument } from './message.ts'

/** The bytes of a body as API Gateway sends it: bytes that are no text travel in base64. */
export function sentBytes(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : Math.ceil(body.length / 3) * 4
}

/** Whether the sender of a request reads gzip. */
export function takesGzip({ headers }: Pick<HttpRequest, 'headers'>): boolean {
  const accepted = (headers['accept-encoding'] ?? '').split(',').map((one) => one.replaceAll(' ', '').toLowerCase())
  return accepted.some((one) => /^(gzip|\*)(;q=(?!0(\.0*)?$).*)?$/.test(one))
}

function compressed({ status, headers, body }: HttpResponse): HttpResponse {
  return { status, headers: { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }, body: gzipSync(body) }
}

/** The part of an answer that a header `Range: bytes=FROM-TO` asks for, cut to what may be sent; undefined for any other range. */
function rangeOf({ headers }: HttpRequest, { body, headers: own }: HttpResponse, limit: number): HttpResponse | undefined {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
  if (!asked) return undefined
  const bytes = Buffer.from(body as Uint8Array)
  const from = Number(asked[1])
  if (from >= bytes.length) return problemDocument(416, '没有这一段', `there is no such part of ${bytes.length} bytes`)
  const last = Math.min(asked[2] === '' ? Infinity : Number(asked[2]), from + Math.floor(limit / 4) * 3 - 1, bytes.length - 1)
  return {
    status: 206,
    headers: { ...own, 'content-range': `bytes ${from}-${last}/${bytes.length}` },
    body: bytes.subarray(from, last + 1),
  }
}

/**
 * An answer that is not larger than one may be (the setting ANSWER_BYTES): a larger one is compressed for whoever reads that, and else given in the
 * parts that a header `Range` asks for. Without one, the answer says so (406).
 */
export function boundAnswer(request: HttpRequest, answer: HttpResponse, limit = readSetting('ANSWER_BYTES')): HttpResponse {
  const size = sentBytes(answer.body)
  if (size <= limit || answer.headers['content-encoding'] !== undefined) return answer
  if (takesGzip(request)) {
    const small = compressed(answer)
    if (sentBytes(small.body) <= limit) return small
  }
  const part = rangeOf(request, answer, limit)
  if (part) return part
  return problemDocument(
    406,
    `答案有 ${size} 字节，一次最多 ${limit}：请求时加 Accept-Encoding: gzip，或用 Range: bytes=0- 分段取`,
    `the answer has ${size} bytes, and one may have ${limit}: ask with Accept-Encoding: gzip, or in parts with Range: bytes=0-`,
  )
}
