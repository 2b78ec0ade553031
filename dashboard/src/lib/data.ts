import { error } from '@sveltejs/kit'

/** The one file that knows where the numbers lie. */
const API = '/api/v1'

export interface DatasetCard {
  name: string
  title: { zh: string; en: string }
  is_simulated: boolean
}

export interface BulletinCard {
  id: string
  number: string
  title: string
  region: string
  region_name: string
  period: string
  as_of: string
  release: string
  compiled_at: string
}

async function read<T>(fetcher: typeof fetch, path: string): Promise<T> {
  const response = await fetcher(`${API}${path}`)
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string }
    error(response.status, problem.detail ?? response.statusText)
  }
  return (await response.json()) as T
}

/** The datasets of this server. */
export async function readDatasets(fetcher: typeof fetch): Promise<DatasetCard[]> {
  return (await read<{ datasets: DatasetCard[] }>(fetcher, '/datasets')).datasets
}

/** The number of the release that a dataset shows. */
export async function readCurrent(fetcher: typeof fetch, dataset: string): Promise<string> {
  return (await read<{ release: string }>(fetcher, `/${dataset}/releases/current`)).release
}

/** A page document of a release; it never changes, so the browser keeps it. */
export function readPage<T>(fetcher: typeof fetch, dataset: string, release: string, page: string): Promise<T> {
  return read<T>(fetcher, `/${dataset}/releases/${release}/pages/${page}.json`)
}

/** The editions of a dataset, newest first. */
export async function readBulletins(fetcher: typeof fetch, dataset: string): Promise<BulletinCard[]> {
  return (await read<{ bulletins: BulletinCard[] }>(fetcher, `/${dataset}/bulletins`)).bulletins
}

/** What became of an upload's rows. */
export interface ReceiptCounts {
  rows: number
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
}

export interface Receipt extends ReceiptCounts {
  receipt_id?: string
  status: 'committed' | 'dry_run'
  errors: { row: number; field: string; code: string; message: string; message_en: string }[]
  /** What was noticed about the upload as a whole. */
  notes?: { code: string; message: string; message_en: string }[]
}

/** A receipt in the list of the latest. */
export interface ReceiptCard extends ReceiptCounts {
  receipt_id: string
  received_at: string
}

export interface ProblemDocument {
  status: number
  detail: string
  detail_en: string
}

type OnProgress = (share: number) => void

function transfer(
  method: string,
  url: string,
  headers: Record<string, string>,
  file: File,
  onProgress: OnProgress,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => resolve(request)
    request.onerror = () => reject(new Error('network'))
    request.send(file)
  })
}

/** The largest file sent in a request; a larger one goes to an address of its own, past the limits of what lies between. */
const LARGEST_REQUEST = 4 * 1024 * 1024

type UploadState = { status: string; receipt?: Receipt; problem?: ProblemDocument }

/** Lets a large file land at the address that the server gives for it, and waits until it was read. */
async function landFile(dataset: string, file: File, isCheck: boolean, onProgress: OnProgress): Promise<Receipt | ProblemDocument> {
  const announced = await fetch(`${API}/${dataset}/uploads`, {
    method: 'POST',
    body: JSON.stringify({ bytes: file.size, dry_run: isCheck }),
  })
  if (!announced.ok) return (await announced.json()) as ProblemDocument
  const { upload_id, method, url, headers } = (await announced.json()) as {
    upload_id: string
    method: string
    url: string
    headers: Record<string, string>
  }
  const landed = await transfer(method, url, headers, file, onProgress)
  if (landed.status !== 200) throw new Error(`the landing place answered ${landed.status}`)
  for (let wait = 250; ; wait = Math.min(wait * 1.5, 3000)) {
    const state = (await (await fetch(`${API}/${dataset}/uploads/${upload_id}`)).json()) as UploadState
    if (state.receipt ?? state.problem) return (state.receipt ?? state.problem)!
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** Sends a file, or has it checked only; `onProgress` is told the share that has gone out. */
export async function sendFile(dataset: string, file: File, isCheck: boolean, onProgress: OnProgress): Promise<Receipt | ProblemDocument> {
  if (file.size > LARGEST_REQUEST) return landFile(dataset, file, isCheck, onProgress)
  // The file's name and type are what a browser guesses; the server looks at the content.
  const headers = { 'content-type': 'application/octet-stream' }
  const sent = await transfer('POST', `${API}/${dataset}/events${isCheck ? '?dry_run=1' : ''}`, headers, file, onProgress)
  return JSON.parse(sent.responseText) as Receipt | ProblemDocument
}

/** The latest receipts of a dataset, newest first. */
export async function readReceipts(fetcher: typeof fetch, dataset: string): Promise<ReceiptCard[]> {
  return (await read<{ receipts: ReceiptCard[] }>(fetcher, `/${dataset}/receipts`)).receipts
}

/** Builds a release of what was taken in; gives its number. */
export async function buildRelease(dataset: string): Promise<string> {
  const response = await fetch(`${API}/${dataset}/releases`, { method: 'POST' })
  return ((await response.json()) as { release: string }).release
}

/** The address of the rows that were not taken in. */
export function rejectedUrl(dataset: string, receiptId: string, ending: 'xlsx' | 'csv'): string {
  return `${API}/${dataset}/receipts/${receiptId}/rejected.${ending}`
}

/** The address of an event type's template. */
export function templateUrl(dataset: string, type: string, ending: 'xlsx' | 'csv'): string {
  return `${API}/${dataset}/templates/${type}.${ending}`
}

/** Compiles an edition; gives the message of the problem where it is refused. */
export async function compileBulletin(
  dataset: string,
  region: string,
  period: string,
): Promise<{ id: string } | { detail: string; detail_en: string }> {
  const response = await fetch(`${API}/${dataset}/bulletins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ region, period }),
  })
  return (await response.json()) as { id: string }
}

/** The address of a work list's rows of a rule, as a table. */
export function listUrl(dataset: string, release: string, list: string, rule: string): string {
  return `${API}/${dataset}/lists/${list}.csv?rule=${rule}&release=${release}`
}

/** The address of an edition's file. */
export function bulletinUrl(dataset: string, id: string, ending: 'html' | 'pdf' | 'docx'): string {
  return `${API}/${dataset}/bulletins/${id}.${ending}`
}
