import type { IncomingMessage } from 'node:http'
import type { IngestContext } from '../http/context.ts'
import { datasetStore } from '../http/datasets.ts'
import { type HttpResponse, problemDocument } from '../http/message.ts'
import { writeProblem } from '../http/write-problem.ts'
import { writerOf } from '../http/writers.ts'
import { WrongLength, type fileLanding } from '../landing/file-landing.ts'
import { ingestLanded } from '../landing/landing.ts'
import { MAX_SILENCE_MS } from './request-body.ts'

/** A landing area that the local server itself writes to. */
export type LocalLanding = ReturnType<typeof fileLanding>

const LANDING_PATH = /^\/landing\/([a-z][a-z0-9-]*\/[0-9a-f-]{36})$/

/** Whether a path is the address of an upload, which on AWS is a presigned URL of S3 and no route of the API. */
export const isLandingPath = (path: string): boolean => LANDING_PATH.test(path)

/** Receives an announced upload chunk by chunk, and ingests it after the response, as a notification of S3 does. */
export async function receiveUpload(
  { context, landing }: { context: IngestContext; landing: LocalLanding },
  request: IncomingMessage,
  url: URL,
): Promise<HttpResponse> {
  const name = LANDING_PATH.exec(url.pathname)![1]!
  const bytes = request.method === 'PUT' ? landing.allows(name, url.searchParams) : undefined
  if (bytes === undefined) {
    request.resume()
    return problemDocument(
      403,
      '上传地址无效或已过期，请重新开始上传',
      'the address is not valid or its time is over: announce the upload again',
    )
  }
  request.setTimeout(MAX_SILENCE_MS, () => request.destroy())
  try {
    const isNew = await landing.land(name, bytes, request as AsyncIterable<Uint8Array>)
    if (!isNew) return problemDocument(412, '这个地址已收到过一份文件', 'something landed at this address before')
  } catch (error) {
    const unwritten = writeProblem(error)
    if (unwritten) return unwritten
    if (!(error instanceof WrongLength)) throw error
    return problemDocument(400, `字节数与申报的不同：${error.message}`, `not as long as announced: ${error.message}`)
  }
  const [dataset, id] = name.split('/') as [string, string]
  writerOf(context, dataset)
    .then((writer) => ingestLanded(writer, datasetStore(context.store, dataset), landing, id))
    .catch((error: unknown) => console.error(error))
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' }
}
