import { error } from '@sveltejs/kit'
import type { BulletinCard } from '#functions/http/routes/bulletins.ts'
import type { MetricDefinition } from '#functions/http/routes/catalogue.ts'
import type { DatasetCard } from '#functions/http/routes/datasets.ts'
import type { Receipt, ReceiptCard } from '#functions/http/routes/receipts.ts'
import { type PathOf, type PathParams, type ResponseAt, RequestFailed, get, addressOf, jsonOf, post, problemOf, urlOf } from './api.ts'

/** Where the pages get their data from: one function for each question. The types are those of the route table. */
export { type Problem, messageOf } from './api.ts'
export type { BulletinCard, DatasetCard, MetricDefinition, Receipt, ReceiptCard }

/** Reads for a `load` function: a failure becomes SvelteKit's error page, in both languages. */
async function read<P extends PathOf<'get'>>(fetcher: typeof fetch, path: P, params: PathParams<P>): Promise<ResponseAt<'get', P>> {
  try {
    return await get(fetcher, path, params)
  } catch (failure) {
    if (failure instanceof RequestFailed) error(failure.problem.status, failure.problem.detail, { message_en: failure.problem.detail_en })
    throw failure
  }
}

/** The datasets of this server. */
export async function readDatasets(fetcher: typeof fetch): Promise<DatasetCard[]> {
  return (await read(fetcher, '/api/v1/datasets', {})).datasets
}

/** The definitions of all numbers. */
export async function readDefinitions(fetcher: typeof fetch): Promise<MetricDefinition[]> {
  return (await read(fetcher, '/api/v1/catalogue', {})).metrics
}

/** The definition of one number. */
export async function readDefinition(fetcher: typeof fetch, code: string): Promise<MetricDefinition> {
  const { metrics } = await read(
    (url, options) => fetcher(`${String(url)}?code=${encodeURIComponent(code)}`, options),
    '/api/v1/catalogue',
    {},
  )
  return metrics[0]!
}

/** The number of the release that a dataset shows. */
export async function readCurrent(fetcher: typeof fetch, dataset: string): Promise<string> {
  return (await read(fetcher, '/api/v1/{dataset}/releases/current', { dataset })).release
}

/** A page document of a release; it never changes, so the browser caches it. */
export async function readPage<T>(fetcher: typeof fetch, dataset: string, release: string, page: string): Promise<T> {
  return (await read(fetcher, '/api/v1/{dataset}/releases/{id}/pages/{page}.json', { dataset, id: release, page })) as T
}

/** The editions of a dataset, newest first. */
export async function readBulletins(fetcher: typeof fetch, dataset: string): Promise<BulletinCard[]> {
  return (await read(fetcher, '/api/v1/{dataset}/bulletins', { dataset })).bulletins
}

/** The latest receipts of a dataset, newest first. */
export async function readReceipts(fetcher: typeof fetch, dataset: string): Promise<ReceiptCard[]> {
  return (await read(fetcher, '/api/v1/{dataset}/receipts', { dataset })).receipts
}

type OnProgress = (share: number) => void

interface Transfer {
  method: string
  url: string
  headers: Record<string, string>
}

/** Sends a file with XMLHttpRequest, since fetch does not report how much was sent. */
function transfer({ method, url, headers }: Transfer, file: File, onProgress: OnProgress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
    request.onerror = () => reject(new Error('network'))
    request.send(file)
  })
}

/** The largest file sent in a request; a larger one goes to an address of its own, past the limits of gateways and proxies. */
const LARGEST_REQUEST = 4 * 1024 * 1024

/** Puts a large file at the address that the server gives for it, and waits until it was read. */
async function sendLargeFile(dataset: string, file: File, isCheck: boolean, onProgress: OnProgress): Promise<Receipt> {
  const { upload_id, ...address } = await post('/api/v1/{dataset}/uploads', { dataset }, { bytes: file.size, dry_run: isCheck })
  // The landing area of a local server is a path of it; elsewhere it is another host.
  const url = address.url.startsWith('/') ? addressOf(address.url) : address.url
  const landed = await transfer({ ...address, url }, file, onProgress)
  if (landed.status !== 200) throw new Error(`the landing area answered ${landed.status}`)
  for (let wait = 250; ; wait = Math.min(wait * 1.5, 3000)) {
    const state = await get(fetch, '/api/v1/{dataset}/uploads/{id}', { dataset, id: upload_id })
    if ('receipt' in state) return state.receipt
    if ('problem' in state) throw new RequestFailed(problemOf(state.problem.status, state.problem))
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/**
 * Sends a file, or has it checked only; `onProgress` gets the share that was sent. Throws RequestFailed where the server refuses the file, and
 * another error where it could not be reached.
 */
export async function sendFile(dataset: string, file: File, isCheck: boolean, onProgress: OnProgress): Promise<Receipt> {
  if (file.size > LARGEST_REQUEST) return sendLargeFile(dataset, file, isCheck, onProgress)
  const url = `${urlOf('/api/v1/{dataset}/events', { dataset })}${isCheck ? '?dry_run=1' : ''}`
  // The file's name and type are a browser's guess; the server looks at the content.
  const headers = { 'content-type': 'application/octet-stream' }
  return jsonOf(await transfer({ method: 'POST', url, headers }, file, onProgress))
}

/** Builds a release of the accepted events; returns its number. Throws RequestFailed where the server refuses. */
export async function buildRelease(dataset: string): Promise<string> {
  return (await post('/api/v1/{dataset}/releases', { dataset })).release
}

/** Compiles an edition; returns its identifier. Throws RequestFailed where the server refuses. */
export async function compileBulletin(dataset: string, region: string, period: string): Promise<string> {
  return (await post('/api/v1/{dataset}/bulletins', { dataset }, { region, period })).id
}

/** The address of the rejected rows of an upload. */
export function rejectedUrl(dataset: string, receiptId: string, format: 'xlsx' | 'csv'): string {
  return urlOf(`/api/v1/{dataset}/receipts/{id}/rejected.${format}`, { dataset, id: receiptId })
}

/** The address of an event type's template. */
export function templateUrl(dataset: string, type: string, format: 'xlsx' | 'csv'): string {
  return urlOf(`/api/v1/{dataset}/templates/{type}.${format}`, { dataset, type })
}

/** The address of the rows of a list as a table, of a rule and in a region where these are named. */
export function listUrl(
  dataset: string,
  release: string,
  { list, rule, region = '000000' }: { list: string; rule?: string; region?: string },
): string {
  const part = region === '000000' ? {} : region.length === 6 ? { region } : { acting: region }
  const query = new URLSearchParams({ ...(rule && { rule }), ...part, release })
  return `${urlOf('/api/v1/{dataset}/lists/{name}.csv', { dataset, name: list })}?${String(query)}`
}

/** The address of an edition's file. */
export function bulletinUrl(dataset: string, id: string, format: 'html' | 'pdf' | 'docx'): string {
  return urlOf(`/api/v1/{dataset}/bulletins/{id}.${format}`, { dataset, id })
}
